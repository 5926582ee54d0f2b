"""Sending a question by Open311: whoever holds an API key sends for citizens who have no account here."""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boards.actions.posts.locations import check_location
from boards.actions.posts.threads import ask, draft_question
from boards.channels.open311.models import Open311Request
from boards.channels.open311.queries import service_board
from boards.channels.open311.reading import Sent
from boards.channels.open311.rules import title_of
from boards.clocks.city import City
from boards.rules.channel import Channel
from forum.accounts import actions as accounts
from forum.accounts.limits import enforce_limit
from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Invalid
from forum.roles import Actor
from forum.store import db
from forum.text.name_keys import name_key
from forum.text.personal import cover, find

# Parameters by the field of a question that is made of them.
OF_FIELD = {"position": "lat", "address": "address_string", "text": "description", "title": "description"}


@dataclass(frozen=True)
class Submitted:
    """What became of what was sent: the `number` of the public thread, or the `token` by which it can be asked for later."""

    number: int | None
    token: str


Submit = Callable[[], Submitted]


def prepare(sent: Sent, app: str, *, now: datetime, city: City, encryptor: Encryptor) -> tuple[Actor, Submit]:
    """(Actor of the app, what asks for somebody in one transaction); raises Invalid by parameter and NotFound, as the other does
    with Conflict and TooMany.

    Nobody was shown what of a text is personal data, so that is covered as the API covers it on request.
    """
    board, actor = service_board(sent.service_code), app_actor(app, now)
    text = covered(sent.description) + (f"\n\n{M('图片：%(url)s', url=sent.media_url)}" if sent.media_url else "")
    with _by_parameter():
        location = check_location(sent.place, city.site.map.area)
        question = draft_question(board, actor=actor, title=title_of(text), text=text, kind=sent.kind)

    def put() -> Submitted:
        by: dict[str, Any] = {"actor": actor, "now": now, "city": city.without_limits(), "channel": Channel.OPEN311}
        with _by_parameter(), db.write():
            enforce_limit("open311", app, now, city.pacing)
            thread = ask(board, location=location, **by, **question)
            row = {"thread": thread.id, "app": app, "token": secrets.token_hex(16), "created_at": now}
            sealed = _sealed(sent.person, thread.id, encryptor)
            token = Open311Request.create(**row, sealed=sealed, media_url=sent.media_url).token
        return Submitted(thread.id if thread.public and not thread.hidden else None, token)

    return actor, put


@contextmanager
def _by_parameter() -> Iterator[None]:
    """Raises an Invalid again, with the parameters of the standard in place of the fields of a question."""
    try:
        yield
    except Invalid as refused:
        raise Invalid({OF_FIELD.get(name, name): message for name, message in refused.errors.items()}) from None


def covered(text: str) -> str:
    """`text` with telephone numbers, plates and other personal data covered."""
    return cover(text, find(text))


def app_actor(app: str, now: datetime) -> Actor:
    """The Actor of an app's account, which has no password; made when it is missing."""
    username = f"open311 {app}"  # with a space: nobody can register it
    with db.write():
        account = Account.get_or_none(Account.username == username)
        if account is None:
            account = accounts.open_account(username, _free_name(f"Open311 {app}"), None, now=now)
    return actor_of_account(account, now)


def _free_name(name: str) -> str:
    """`name`, with a number behind it when somebody bears it."""
    names = (name, *(f"{name} {number}" for number in range(2, 100)))
    return next(each for each in names if not Account.select().where(Account.name_key == name_key(each)).exists())


def person_of(row: Open311Request, encryptor: Encryptor) -> Mapping[str, str]:
    """Who asked, as the app said: first_name, last_name, email, phone, of which any may be missing; raises DecryptionError."""
    if row.sealed is None:
        return {}
    person: dict[str, str] = json.loads(encryptor.decrypt(row.sealed, _purpose(row.thread_id)))
    return person


def _sealed(person: Mapping[str, str], thread: int, encryptor: Encryptor) -> str | None:
    return encryptor.encrypt(json.dumps(person, ensure_ascii=False), _purpose(thread)) if person else None


def _purpose(thread: int) -> str:
    return f"app_request/sealed/{thread}"

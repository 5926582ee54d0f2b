"""Operators' actions: entering a caller's question, and showing a caller's number. The log names the operator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from boards.actions.posts import threads
from boards.actions.posts.locations import check_location
from boards.channels.hotline.models import Call
from boards.clocks.city import City
from boards.models.threads import Board, Thread
from boards.queries.parts.hotline_account import USERNAMES, hotline_account
from boards.rules.channel import Channel
from boards.rules.status import Section
from forum.accounts import actions as accounts
from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account
from forum.messages import M, Message
from forum.private import Encryptor
from forum.problems import Forbidden, Invalid, Unauthorized, collect_errors
from forum.roles import ActingRole, Actor, Role
from forum.site_settings import Area
from forum.store import db, log
from forum.store.log import Deed
from forum.text.checks import check_text
from forum.text.masking import mask_phone, names_a_person
from forum.text.name_keys import name_key
from forum.text.phones import check_phone, mentions

CALLER_LIMIT = 40
NOWHERE: Mapping[str, str] = MappingProxyType({})
REASON_LIMIT = 200


@dataclass(frozen=True)
class Caller:
    """Who called, as the operator typed it, and when (aware; None when it could not be read)."""

    name: str
    phone: str
    called_at: datetime | None


def enter(
    board: Board,
    caller: Caller,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    encryptor: Encryptor,
    title: str,
    text: str,
    kind: str | None,
    place: Mapping[str, str] = NOWHERE,
) -> Thread:
    """Enter a caller's question on a department's `board`, under the hotline's account. Returns the Thread.

    `encryptor` (forum.private.Encryptor) encrypts name and number; `place` is as
    boards.actions.posts.locations.check_location takes it. Raises Invalid with all errors at once.
    """
    require_operator(actor)
    said: dict[str, Any] = {"title": title, "text": text, "kind": kind, "place": place}
    caller, question = check_call(caller, now=now, area=city.site.map.area, **said)
    if board.section != Section.DEPARTMENT or board.department is None or not board.department.active:
        raise Invalid(board=M("热线问题要交给一个部门的版块。"))
    with db.write():
        thread = threads.ask(
            board, actor=actor, author=hotline_actor(now, city), now=now, city=city, channel=Channel.HOTLINE, **question
        )
        call = _put_call(thread, caller, actor, now, encryptor)
        log.record(
            Deed.CALL_RECORD,
            ("call", call.id),
            actor=actor,
            now=now,
            acting_role=ActingRole(Role.OPERATOR),
            thread_id=thread.id,
            called_at=call.called_at.isoformat(),
        )
    return thread


def check_call(
    caller: Caller,
    *,
    now: datetime,
    title: str,
    text: str,
    kind: str | None,
    place: Mapping[str, str] = NOWHERE,
    area: Area | None = None,
) -> tuple[Caller, dict[str, Any]]:
    """(Caller, question) as they are stored, the question as `threads.ask` takes it.

    Raises Invalid with all errors at once, also for a public text that contains the caller's full name or number.
    """
    errors: dict[str, Message] = {}
    name = collect_errors(errors, lambda: _check_name(caller.name))
    phone = collect_errors(errors, lambda: check_phone(caller.phone))
    collect_errors(errors, lambda: _check_time(caller.called_at, now))
    question = collect_errors(errors, lambda: threads.check_question(title, text, kind, True))
    location = collect_errors(errors, lambda: check_location(place, area))
    public = {"title": title, "text": text, "address": place.get("address", "")}
    errors |= {**_given_away(name, phone, **public), **errors}
    if errors:
        raise Invalid(errors)
    stored = dict(zip(("title", "text", "kind"), question, strict=True))
    return Caller(name, phone, caller.called_at), {**stored, "location": location}


def look(call: Call, *, actor: Actor, now: datetime, encryptor: Encryptor, reason: str = "") -> tuple[str, str]:
    """(name, phone) of a caller, decrypted; the log gets an entry of who saw them, unless a DecryptionError is raised."""
    require_operator(actor)
    reason = check_text("reason", reason or "", REASON_LIMIT, minimum=0)
    name_and_phone = decrypt_caller(call, encryptor)
    with db.write():
        log.record(
            Deed.PRIVATE_LOOK,
            ("call", call.id),
            actor=actor,
            now=now,
            acting_role=ActingRole(Role.OPERATOR),
            thread_id=call.thread_id,
            why=reason,
        )
    return name_and_phone


def decrypt_caller(call: Call, encryptor: Encryptor) -> tuple[str, str]:
    """(name, phone) of a Call; raises DecryptionError. To show them unmasked, call `look`, which logs it."""
    caller = encryptor.decrypt(call.caller, _purpose("caller", call.thread_id))
    return caller, encryptor.decrypt(call.phone, _purpose("phone", call.thread_id))


def hotline_actor(now: datetime, city: City) -> Actor:
    """The Actor of the hotline's account, which has no password; created when missing. Call inside a transaction.

    It is named after the number that is set when it is created; what is on record under that name stays so.
    """
    account = hotline_account()
    if account is None:
        account = accounts.open_account(USERNAMES[0], _free_name(city.site.hotline), None, now=now)
        accounts.grant(account, Role.OPERATOR, now=now)
    return actor_of_account(account, now)


def require_operator(actor: Actor) -> None:
    """Raises Unauthorized or Forbidden unless `actor` is an operator."""
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.has(Role.OPERATOR):
        raise Forbidden(M("热线由话务员使用。"))


def _free_name(number):
    taken = Account.select().where(Account.name_key == name_key(number)).exists()
    return f"热线{number}" if taken else number  # no citizen's name may contain 热线 (forum.text.reserved)


def _put_call(thread, caller, actor, now, encryptor):
    sealed = {
        column: encryptor.encrypt(text, _purpose(column, thread.id))
        for column, text in (("caller", caller.name), ("phone", caller.phone))
    }
    return Call.create(
        thread=thread.id,
        operator=actor.account,
        phone_masked=mask_phone(caller.phone),
        called_at=caller.called_at,
        created_at=now,
        **sealed,
    )


def _purpose(column, thread):
    return f"hotline_call/{column}/{thread}"


def _check_name(raw):
    name = check_text("caller", raw, CALLER_LIMIT).strip()
    if "\n" in name or "\t" in name:
        raise Invalid(caller=M("只能写一行，不能换行，也不能有制表符。"))
    return name


def _check_time(called_at, now):
    if called_at is None:
        raise Invalid(called_at=M("请填写来电的日期和时间。"))
    if called_at > now:
        raise Invalid(called_at=M("来电时间不能晚于现在。"))


def _given_away(name, phone, **public):
    """Errors by field for public texts that contain the caller's number or full name."""
    errors = {}
    for field, typed in public.items():
        words = typed if isinstance(typed, str) else ""
        if phone and mentions(words, phone):
            errors[field] = M("这里写了来电人的号码，会公开，请删去。")
        elif name and names_a_person(name) and name in words:
            errors[field] = M("这里写了来电人的姓名，会公开，请删去。")
    return errors

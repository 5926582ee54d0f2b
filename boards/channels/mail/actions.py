"""Decides what becomes of a letter to a signed address: a post, an answer that says why not, or nothing."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from boards.actions.posts.posts import draft_reply, reply
from boards.channels.mail import letters
from boards.channels.mail.models import MailReply
from boards.channels.mail.reading import Incoming
from boards.clocks.city import City
from boards.models.threads import Post, Thread
from boards.queries.thread.posts import get_post
from boards.queries.thread.thread import get_thread
from boards.rules.channel import Channel
from forum.accounts.limits import enforce_limit
from forum.accounts.models import Account, MailAddress
from forum.accounts.queries import actor_of_account
from forum.config import Settings
from forum.i18n.languages import SOURCE
from forum.mail.addresses import address_key, check_address
from forum.mail.letters import Letterhead
from forum.mail.reply_addresses import ReplyTo, is_too_old
from forum.messages import Message
from forum.outbox.actions import put
from forum.private import Encryptor
from forum.problems import Invalid, Problem, TooMany, Unavailable
from forum.roles import Actor
from forum.store import db
from forum.wenqu import Wenqu


@dataclass(frozen=True)
class Mailroom:
    """What a letter is decided by: the settings, the city's rules and the time."""

    settings: Settings
    city: City
    now: datetime


def receive(incoming: Incoming, to: ReplyTo, room: Mailroom) -> Post | None:
    """Post what a letter says, once however often it comes, or answer why not; returns the Post, None when there is none.

    Nothing is answered to programs. Raises TooMany and Unavailable, when the mail system should hand it over again later.
    """
    if incoming.automatic:
        return None
    account = Account.get_or_none(Account.id == to.account, Account.disabled_at.is_null())
    if account is None or not _is_from(incoming, account, room.settings):
        _answer(incoming, letters.STRANGER, room)
        return None
    if _came_before(incoming, account):
        return None
    return _posted(incoming, to, account, room)


def _posted(incoming: Incoming, to: ReplyTo, account: Account, room: Mailroom) -> Post | None:
    actor, language = actor_of_account(account, room.now), account.language or SOURCE
    try:
        if said := _refusal(incoming, to, actor, room):
            _refuse(incoming, said, account, room)
            return None
        return _post(incoming, to, actor, room, language)
    except (TooMany, Unavailable):
        raise
    except Problem as problem:
        _refuse(incoming, letters.what_is_wrong(problem), account, room)
        return None


def _refusal(incoming: Incoming, to: ReplyTo, actor: Actor, room: Mailroom) -> Message | None:
    if is_too_old(to, room.now):
        return letters.TOO_OLD
    if actor.official:  # an office speaks with its second factor, which no letter has
        return letters.OFFICIAL
    return None if incoming.text else letters.EMPTY


def _post(incoming: Incoming, to: ReplyTo, actor: Actor, room: Mailroom, language: str) -> Post | None:
    thread, parent = _place(to, actor)
    draft = draft_reply(actor, incoming.text)
    with db.write():
        if _came_before(incoming, actor.account):
            return None
        post = reply(thread, actor=actor, now=room.now, city=room.city, text=draft, parent=parent, channel=Channel.MAIL)
        MailReply.insert(account=actor.account, key=incoming.key, post=post.id, at=room.now).execute()
        if incoming.attachments:
            path = f"/threads/{thread.id}/floors/{post.floor}"
            _put(incoming, letters.NO_ATTACHMENTS, room, language, path)
    return post


def _place(to: ReplyTo, actor: Actor) -> tuple[Thread, int | None]:
    """(Thread in which the answer stands now, the post that it answers or None); raises NotFound."""
    if to.post:
        post, thread = get_post(to.post, actor)
        return get_thread(thread.id, actor), post.id
    assert to.thread is not None
    return get_thread(to.thread, actor), None


def _is_from(incoming: Incoming, account: Account, settings: Settings) -> bool:
    """Whether it says that it comes from the account's confirmed address; that alone would prove nothing, the signed address does."""
    key = address_key(incoming.sender, settings)
    mine = MailAddress.account == account, MailAddress.sealed.is_null(False), MailAddress.key_hash == key
    return bool(MailAddress.select().where(*mine).exists())


def _came_before(incoming: Incoming, account: Account | int | None) -> bool:
    same = MailReply.account == account, MailReply.key == incoming.key
    return bool(MailReply.select().where(*same).exists())


def _refuse(incoming: Incoming, said: Message, account: Account, room: Mailroom) -> None:
    """Answer the account's letter, in its language, and remember it."""
    with db.write():
        MailReply.insert(account=account, key=incoming.key, at=room.now).on_conflict_ignore().execute()
        _answer(incoming, said, room, account.language or SOURCE)


def _answer(incoming: Incoming, said: Message, room: Mailroom, language: str = SOURCE) -> None:
    """Have an answer sent, unless its address got enough of them today: so no two programs write to each other for long."""
    with suppress(Invalid, TooMany):
        check_address(incoming.sender)
        if incoming.sender.partition("@")[2].lower() == room.settings.channels.reply_address.partition("@")[2].lower():
            return
        enforce_limit("mail-answer", address_key(incoming.sender, room.settings), room.now)
        enforce_limit("mail-answers", "all", room.now)
        _put(incoming, said, room, language)


def _put(incoming: Incoming, said: Message, room: Mailroom, language: str, path: str | None = None) -> None:
    head = Letterhead(Wenqu.name, room.settings.url, language)
    content = letters.answer_to(incoming, said, head, path)
    put("reply", f"r-{incoming.key}", content, now=room.now, encryptor=Encryptor(room.settings.secret_key))

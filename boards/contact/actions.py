"""Writing privately about a case, sharing a phone number and taking it back, and looks that are recorded.

No text, number or name stands in the log: an entry has the salted commitment of the text, as those of posts have.
"""

from datetime import datetime
from typing import Any

from boards.actions.steps.word_check import check_official_text, check_text_without_holding
from boards.models.contact import ContactMessage, ContactShare
from boards.models.threads import Thread
from boards.rules.offices import contact as rules
from boards.rules.offices.contact import Side
from boards.rules.on_behalf import acting_role_in
from forum.accounts import limits
from forum.accounts.models import Account, PhoneNumber
from forum.config import Settings
from forum.messages import M
from forum.personal.phones import own_phone
from forum.private import Encryptor
from forum.problems import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from forum.roles import ActingRole, Actor, Role
from forum.store import db, log
from forum.store.commitments import commit_to_text
from forum.store.log import Deed
from forum.store.sql.conditions import is_true
from forum.text.checks import check_text

DEEDS = {Side.DEPARTMENT: Deed.CONTACT, Side.ASKER: Deed.CONTACT_ANSWER}
BY_ACCOUNT = limits.Rows(ContactMessage.account, ContactMessage.created_at)
BY_THREAD = limits.Rows(ContactMessage.thread, ContactMessage.created_at)
NO_PHONE = M("现在没有您能看的号码：提问人没有给，或者已经撤回、更换、删除，或者问题已经不在您的部门办理。")


def write(
    thread: Thread, text: object, *, actor: Actor, now: datetime, settings: Settings, share_phone: bool = False
) -> None:
    """Send a private message about a case to its other side; the asker answers, and may share his phone number.

    Raises Unauthorized, Forbidden, Conflict where none can be written now, Invalid, and TooMany.
    """
    thread, side = _guarded(thread, actor)
    words = check_text("text", text, rules.LONGEST, rules.SHORTEST)
    words = (check_text_without_holding(words, "text") if side is Side.ASKER else check_official_text(words)).text
    with db.write():
        thread, side = _guarded(Thread.get_by_id(thread.id), actor)
        _refuse(thread, side)
        limits.enforce_limit("contact", actor.account, now, settings.rate_limits, BY_ACCOUNT)
        limits.enforce_limit("contact-thread", thread.id, now, settings.rate_limits, BY_THREAD)
        shares = side is Side.ASKER and share_phone and _has_phone(actor)
        if share_phone and side is Side.ASKER and not shares:
            raise Invalid(phone=M("您还没有填电话号码，先在“我的账号”里填。"))
        commitment = _put(thread, side, words, shares, actor, now, settings)
        role = acting_role_in(actor, thread) if side is Side.DEPARTMENT else ActingRole(Role.NETIZEN)
        _record(DEEDS[side], thread, actor, now, role, commitment)


def withdraw_phone(thread: Thread, *, actor: Actor) -> bool:
    """Show the actor's number to no department any more that got it in this case; returns whether one did. Raises Forbidden."""
    _require_asker(thread, actor)
    with db.write():
        mine = (
            ContactMessage.thread == thread.id,
            ContactMessage.account == actor.account,
            is_true(ContactMessage.phone_shared),
        )
        return bool(ContactMessage.update(phone_shared=False).where(*mine).execute())


def share(thread: Thread, department: int | None, *, actor: Actor, now: datetime) -> None:
    """Let the department that holds the case read the conversation with an earlier one. Raises Forbidden, Conflict, NotFound."""
    _require_asker(thread, actor)
    with db.write():
        thread = Thread.get_by_id(thread.id)
        if reason := rules.refusal(thread):
            raise Conflict(reason)
        if department == thread.department_id or not _conversation(thread, department).exists():
            raise NotFound(M("没有这个部门写给您的私信。"))
        pair = {"thread": thread.id, "department": department, "reader": thread.department_id}
        if not ContactShare.get_or_none(**pair):
            ContactShare.create(**pair, at=now)
            _record(Deed.CONTACT_SHARE, thread, actor, now, ActingRole(Role.NETIZEN), None)


def look_at_phone(thread: Thread, *, actor: Actor, now: datetime, settings: Settings) -> str:
    """The number that the asker shared with the actor's department, which holds the case; on record. Raises Forbidden, NotFound."""
    if not actor.speaks_for(thread.department_id):
        raise Forbidden(M("只有承办部门的网络发言人能看提问人给的号码。"))
    phone = None if rules.refusal(thread) else shared_phone(thread, settings)
    if phone is None:
        raise NotFound(NO_PHONE)
    _record_look(thread, "phone", "", ActingRole(Role.SPOKESPERSON, thread.department_id), actor, now)
    return phone


def look_at_texts(thread: Thread, reason: object, *, actor: Actor, now: datetime) -> None:
    """Put on record that a moderator reads the private messages about a case, and why. Raises Forbidden, Invalid, NotFound."""
    if not actor.has(Role.MODERATOR):
        raise Forbidden()
    why = check_text("reason", reason, rules.REASON, rules.SHORTEST)
    if not ContactMessage.select().where(ContactMessage.thread == thread.id).exists():
        raise NotFound(M("这个问题下没有私信。"))
    _record_look(thread, "texts", why, ActingRole(Role.MODERATOR), actor, now)


def shared_phone(thread: Thread, settings: Settings) -> str | None:
    """The number that the asker shared with the department that holds the case; None without one.

    It counts as long as it is the account's: one that was changed or removed afterwards is not shown.
    """
    given = (
        _conversation(thread, thread.department_id)
        .where(is_true(ContactMessage.phone_shared))
        .order_by(ContactMessage.id.desc())
        .first()
    )
    return own_phone(thread.author_id, settings, given.created_at) if given else None


def erase_of(account: Account) -> None:
    """Delete the texts of all conversations about the account's questions; what is left says that they were written."""
    asked = Thread.select(Thread.id).where(Thread.author == account)
    ContactMessage.update(sealed=None, phone_shared=False).where(ContactMessage.thread.in_(asked)).execute()


def purpose(thread: int, commitment: str) -> str:
    """The purpose under which a message is encrypted."""
    return f"contact_message/sealed/{thread}/{commitment}"


def _guarded(thread: Thread, actor: Actor) -> tuple[Thread, Side]:
    if not actor.signed_in:
        raise Unauthorized()
    side = rules.side_of(actor, thread)
    if side is None:
        raise Forbidden(M("只有提问人和承办部门的网络发言人可以在这里写。"))
    return thread, side


def _refuse(thread: Thread, side: Side) -> None:
    if reason := rules.refusal(thread) or (unreachable(thread) if side is Side.DEPARTMENT else None):
        raise Conflict(reason)
    if side is Side.ASKER and not _conversation(thread, thread.department_id).exists():
        raise Conflict(M("承办部门还没有给您写私信；要补充情况，请在主题里回复或追问。"))


def unreachable(thread: Thread) -> Any:
    """The reason why the asker of `thread` gets no private message, or None."""
    asker = Account.get_by_id(thread.author_id)
    return rules.unreachable(asker.disabled_at is not None, asker.closed_at is not None, bool(asker.password_hash))


def _require_asker(thread: Thread, actor: Actor) -> None:
    if not actor.signed_in:
        raise Unauthorized()
    if rules.side_of(actor, thread) is not Side.ASKER:
        raise Forbidden(M("只有提问人可以做这一步。"))


def _has_phone(actor: Actor) -> bool:
    return bool(PhoneNumber.select().where(PhoneNumber.account == actor.account).exists())


def _conversation(thread: Thread, department: int | None) -> Any:
    here = ContactMessage.thread == thread.id, ContactMessage.department == department
    return ContactMessage.select().where(*here)


def _put(thread: Thread, side: Side, words: str, shares: bool, actor: Actor, now: datetime, settings: Settings) -> str:
    salt, commitment = commit_to_text(words)
    ContactMessage.create(
        thread=thread.id,
        department=thread.department_id,
        account=actor.account,
        from_asker=side is Side.ASKER,
        sealed=Encryptor(settings.secret_key).encrypt(words, purpose(thread.id, commitment)),
        salt=salt,
        commitment=commitment,
        phone_shared=shares,
        created_at=now,
    )
    return commitment


def _record(deed: Deed, thread: Thread, actor: Actor, now: datetime, role: ActingRole, commitment: str | None) -> None:
    given = {"actor": actor, "now": now, "acting_role": role, "thread": thread.id, "commitment": commitment}
    log.record(deed, ("thread", thread.id), **given)


def _record_look(thread: Thread, what: str, why: str, role: ActingRole, actor: Actor, now: datetime) -> None:
    with db.write():
        said = {"thread_id": thread.id, "what": what, "why": why}
        log.record(Deed.PRIVATE_LOOK, ("contact", thread.id), actor=actor, now=now, acting_role=role, **said)

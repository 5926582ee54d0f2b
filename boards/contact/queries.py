"""The page of the private messages about a case, and the asker's own copy, each in a fixed number of statements."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import peewee

from boards.contact.actions import purpose
from boards.contact.pages import ContactPage, Conversation, LookView, MessageView
from boards.models.contact import ContactMessage, ContactShare
from boards.models.threads import Department, Thread
from boards.pages.parts import Link
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.queries.thread.thread import get_thread, title_of
from boards.rules.offices import contact as rules
from boards.rules.offices.contact import Side
from forum.accounts.models import Account, PhoneNumber
from forum.config import Settings
from forum.messages import M, Message
from forum.personal.phones import opened
from forum.private import Encryptor
from forum.problems import Forbidden
from forum.roles import LABELS, Actor, Role
from forum.store.log import Deed, Entry, entry_data
from forum.text.masking import mask_phone

LOOKS = 50  # of a case, the newest
NOT_YOURS = M("私信只有提问人和承办部门的网络发言人能看。")


def contact_page(thread_id: int, viewer: Actor, settings: Settings, *, opened_for: bool = False) -> ContactPage:
    """The ContactPage of a case; `opened_for`: a moderator has just said why he reads it. Raises NotFound, Forbidden."""
    thread = get_thread(thread_id, viewer)
    side, rows = rules.side_of(viewer, thread), _rows(thread)
    readers = _readers(thread)
    seen = [row for row in rows if opened_for or _may_read(viewer, side, row["department"], readers)]
    moderates = viewer.has(Role.MODERATOR)
    if side is None and not seen and not moderates:
        raise Forbidden(NOT_YOURS)
    refusal, phone = _asker(thread, side, settings)
    if side is Side.ASKER and not any(row["department"] == thread.department_id for row in rows):
        refusal = refusal or M("承办部门还没有给您写私信；要补充情况，请在主题里回复或追问。")
    masked, given = phone and mask_phone(phone[0]), _given(rows, thread, phone)
    return ContactPage(
        thread=Link(title_of(thread, viewer), f"/threads/{thread.id}"),
        breadcrumb=breadcrumb(thread.board),
        url=f"/threads/{thread.id}/contact",
        side=side,
        office=thread.department.short if thread.department else "",
        conversations=tuple(_conversations(seen, thread, side, readers, Encryptor(settings.secret_key))),
        looks=tuple(_looks(thread)) if seen else (),
        refusal=refusal,
        closed=moderates and bool(rows) and not seen,
        own_phone=masked if side is Side.ASKER else None,
        shared_phone=masked if given and side is Side.DEPARTMENT and not rules.refusal(thread) else None,
        shares_phone=side is Side.ASKER and any(row["phone_shared"] for row in rows),
    )


def own_messages(account: int | None, settings: Settings) -> Iterator[dict[str, Any]]:
    """{"thread", "department", "from_asker", "text", "at"} of each message about the account's own questions, the oldest first."""
    encryptor = Encryptor(settings.secret_key)
    rows = _messages().join_from(ContactMessage, Thread).where(Thread.author == account)
    for row in rows.order_by(ContactMessage.id).dicts().iterator():
        yield {
            "thread": row["thread"],
            "department": row["name"],
            "from_asker": row["from_asker"],
            "text": _text(row, encryptor),
            "at": row["created_at"],
        }


def _messages() -> Any:
    return ContactMessage.select(
        ContactMessage.id,
        ContactMessage.thread,
        ContactMessage.department,
        ContactMessage.from_asker,
        ContactMessage.sealed,
        ContactMessage.commitment,
        ContactMessage.phone_shared,
        ContactMessage.created_at,
        Department.short.alias("name"),
    ).join(Department)


def _rows(thread: Thread) -> list[dict[str, Any]]:
    return list(_messages().where(ContactMessage.thread == thread.id).order_by(ContactMessage.id).dicts())


def _readers(thread: Thread) -> dict[int, dict[int, str]]:
    """{department: {reader: its name}} of what the asker let other departments read."""
    found: dict[int, dict[int, str]] = {}
    rows = ContactShare.select(ContactShare.department, ContactShare.reader, Department.short)
    rows = rows.join(Department, on=ContactShare.reader == Department.id).where(ContactShare.thread == thread.id)
    for department, reader, name in rows.tuples():
        found.setdefault(department, {})[reader] = name
    return found


def _may_read(viewer: Actor, side: Side | None, department: int, readers: dict[int, dict[int, str]]) -> bool:
    """The asker reads all, a department its own, and what the asker lets it read."""
    return side is Side.ASKER or bool(viewer.departments & {department, *readers.get(department, {})})


def _asker(thread: Thread, side: Side | None, settings: Settings) -> tuple[Message | None, tuple[str, datetime] | None]:
    """(why nothing can be written now, the asker's number and since when), in one statement."""
    row = (
        Account.select(
            Account.id,
            Account.disabled_at,
            Account.closed_at,
            Account.password_hash.is_null(False).alias("signs_in"),
            PhoneNumber.sealed,
            PhoneNumber.given_at,
        )
        .join(PhoneNumber, peewee.JOIN.LEFT_OUTER, on=PhoneNumber.account == Account.id)
        .where(Account.id == thread.author_id)
        .dicts()
        .get()
    )
    gone = rules.unreachable(row["disabled_at"] is not None, row["closed_at"] is not None, bool(row["signs_in"]))
    phone = (opened(row["sealed"], row["id"], settings), row["given_at"]) if row["sealed"] and side else None
    return rules.refusal(thread) or (gone if side is Side.DEPARTMENT else None), phone


def _given(rows: list[dict[str, Any]], thread: Thread, phone: tuple[str, datetime] | None) -> bool:
    """Whether the number was shared with the department that holds the case, and is still the one that it was then."""
    at = [row["created_at"] for row in rows if row["phone_shared"] and row["department"] == thread.department_id]
    return bool(at and phone and phone[1] <= at[-1])


def _conversations(
    rows: list[dict[str, Any]],
    thread: Thread,
    side: Side | None,
    readers: dict[int, dict[int, str]],
    encryptor: Encryptor,
) -> Iterator[Conversation]:
    offers = side is Side.ASKER and not rules.refusal(thread)
    for department in dict.fromkeys(row["department"] for row in rows):
        own = [row for row in rows if row["department"] == department]
        others = readers.get(department, {})
        current = department == thread.department_id
        yield Conversation(
            department=department,
            name=own[0]["name"],
            current=current,
            messages=tuple(_message(row, encryptor) for row in own),
            readers=tuple(others.values()),
            may_share=offers and not current and thread.department_id not in others,
        )


def _message(row: dict[str, Any], encryptor: Encryptor) -> MessageView:
    side = Side.ASKER if row["from_asker"] else Side.DEPARTMENT
    return MessageView(side, _text(row, encryptor), row["created_at"], row["phone_shared"])


def _text(row: dict[str, Any], encryptor: Encryptor) -> str | None:
    return row["sealed"] and encryptor.decrypt(row["sealed"], purpose(row["thread"], row["commitment"]))


def _looks(thread: Thread) -> Iterator[LookView]:
    rows = (
        Entry.select(Entry.at, Entry.role, Entry.data, Department.short)
        .join(Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Entry.department_id)
        .where(Entry.object == f"contact/{thread.id}", Entry.deed == Deed.PRIVATE_LOOK.value)
        .order_by(Entry.id.desc())
        .limit(LOOKS)
    )
    for at, role, data, department in rows.tuples():
        said = entry_data(data)
        yield LookView(at, said["what"] == "phone", department or LABELS[Role(role)], said["why"])

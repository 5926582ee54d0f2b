"""The supervisors' page: extensions to decide, alarms of passing back and forth, overdue cases."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee

from boards.models.cases import Extension
from boards.models.threads import Board, Clock, Department, Thread
from boards.pages.office import QueueRow
from boards.pages.parts import Link
from boards.queries.lists.board import list_query, thread_row
from boards.queries.parts import shown
from boards.queries.parts.countdown import time_left
from boards.rules.labels import ALARM_LABELS
from boards.rules.status import OPEN
from forum.accounts.models import Account
from forum.messages import Message
from forum.roles import Actor
from forum.store.log import Deed, Entry, entry_data

MOST = 50


@dataclass(frozen=True)
class ExtensionRow:
    """An extension request that waits: both due times, who asks and why."""

    id: int
    thread: Link
    department: str
    name: str
    asked_at: datetime
    due_at: datetime
    until: datetime
    reason: str


@dataclass(frozen=True)
class AlarmRow:
    """An alarm: the case returned to a department, or was transferred too often."""

    at: datetime
    thread: Link
    why: Message
    hops: int


@dataclass(frozen=True)
class SupervisionPage:
    """`/supervision`."""

    extensions: tuple[ExtensionRow, ...]
    alarms: tuple[AlarmRow, ...]
    overdue: tuple[QueueRow, ...]


def supervision_page(viewer: Actor, now: datetime) -> SupervisionPage:
    """The SupervisionPage: extensions oldest first, alarms newest first, overdue the longest first."""
    return SupervisionPage(_extensions(), _alarms(), _overdue(viewer, now))


def waiting_extensions() -> Any:
    """Requests that nobody has decided, oldest first."""
    return (
        Extension.select(
            Extension.id,
            Extension.asked_at,
            Extension.until,
            Extension.reason,
            Clock.due_at,
            Thread.id.alias("thread_id"),
            shown.title_column(),
            Thread.hidden,
            Department.short,
            Account.display_name,
        )
        .join(Clock)
        .join_from(Extension, Thread, on=Thread.id == Extension.thread)
        .join_from(Extension, Department, on=Department.id == Extension.department)
        .join_from(Extension, Account, on=Account.id == Extension.asked_by)
        .where(Extension.decided_at.is_null())
        .order_by(Extension.asked_at)
        .limit(MOST)
    )


def _extensions():
    return tuple(
        ExtensionRow(
            row["id"],
            Link(shown.visible_title(row["title"], row["hidden"]), f"/threads/{row['thread_id']}"),
            row["short"],
            row["display_name"],
            row["asked_at"],
            row["due_at"],
            row["until"],
            row["reason"],
        )
        for row in waiting_extensions().dicts()
    )


def _alarms():
    rows = (
        Entry.select(Entry.at, Entry.reason, Entry.data, Thread.id, shown.title_column(), Thread.hidden)
        .join(Thread, on=Thread.id == Entry.thread_id)
        .where(Entry.deed == Deed.ALARM.value)
        .order_by(Entry.id.desc())
        .limit(MOST)
    )
    return tuple(
        AlarmRow(
            at,
            Link(shown.visible_title(title, hidden), f"/threads/{thread}"),
            ALARM_LABELS[reason],
            entry_data(data)["hops"],
        )
        for at, reason, data, thread, title, hidden in rows.tuples()
    )


def _overdue(viewer, now):
    rows = (
        list_query()
        .select_extend(Board.slug.alias("board_slug"), Board.name.alias("board_name"))
        .join_from(Thread, Board, peewee.JOIN.INNER, on=Board.id == Thread.board)
        .where(Thread.status.in_(list(OPEN)), Thread.next_due_at < now)
        .order_by(Thread.next_due_at)
        .limit(MOST)
    )
    return tuple(
        QueueRow(
            thread_row(row, viewer, now),
            Link(row["board_name"], f"/boards/{row['board_slug']}"),
            due_at=row["next_due_at"],
            left=time_left(row["next_due_at"], now),
        )
        for row in rows.dicts()
    )

"""The rows of the supervisors' tables: which there are, by what they sort, and how each is shown."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

import peewee

from boards.models.cases import Extension, Rating
from boards.models.threads import Board, Clock, Department, Thread
from boards.pages.office import QueueRow
from boards.pages.parts import Link
from boards.queries.lists.board import list_query, thread_row
from boards.queries.parts import shown
from boards.queries.parts.countdown import time_left
from boards.queries.parts.sorted_rows import SortKey, moment_key
from boards.rules.labels import ALARM_LABELS, GRADE_LABELS, SOLVED_LABELS
from boards.rules.status import BAD_GRADES, OPEN
from forum.accounts.models import Account
from forum.clock import local, midnight
from forum.roles import Actor
from forum.store.log import Deed, Entry, entry_data
from forum.store.sql.conditions import unindexed
from moderation.supervision.choice import ALARMS, DUE, EXTENSIONS, OVERDUE, UNSATISFIED
from moderation.supervision.pages import AlarmRow, CaseRow, ExtensionRow, UnsatisfiedRow

OPEN_CASES = {
    "due": moment_key(Thread.next_due_at),
    "asked": moment_key(Thread.created_at),
    "supports": SortKey(Thread.supports),
}
KEYS: Mapping[str, Mapping[str, SortKey]] = {
    EXTENSIONS: {
        "asked": moment_key(Extension.asked_at),
        "due": moment_key(Clock.due_at),
        "until": moment_key(Extension.until),
    },
    ALARMS: {"at": moment_key(Entry.at)},
    DUE: OPEN_CASES,
    OVERDUE: OPEN_CASES,
    UNSATISFIED: {"at": moment_key(Rating.created_at), "grade": SortKey(Rating.grade)},
}
TIES = {
    EXTENSIONS: (Extension.id,),
    ALARMS: (Entry.id,),
    DUE: (Thread.id,),
    OVERDUE: (Thread.id,),
    UNSATISFIED: (Rating.id,),
}

Lead = Department.alias("lead")

Later = Rating.alias("later")


def base_query(view: str, now: datetime, zone: tzinfo) -> peewee.ModelSelect:
    """The rows of a table with their thread and Lead, the department in question; `zone` is where a day ends."""
    if view == EXTENSIONS:
        rows = Extension.select().join(Clock).join_from(Extension, Thread, on=Thread.id == Extension.thread)
        rows = rows.join_from(Extension, Lead, on=Lead.id == Extension.department)
        return rows.join_from(Extension, Account, on=Account.id == Extension.asked_by).where(
            Extension.decided_at.is_null()
        )
    if view == ALARMS:
        rows = Entry.select().join(Thread, on=Thread.id == Entry.thread_id).where(Entry.deed == Deed.ALARM.value)
        return _with_lead(rows)
    if view == UNSATISFIED:
        rows = Rating.select().join(Thread).join_from(Rating, Lead, on=Lead.id == Rating.department)
        later = Later.select().where(Later.thread == Rating.thread, Later.number > Rating.number)
        return rows.where(Rating.grade.in_(sorted(BAD_GRADES)), ~peewee.fn.EXISTS(later))
    rows = list_query().join_from(Thread, Board, peewee.JOIN.INNER, on=Board.id == Thread.board)
    rows = _with_lead(rows.where(unindexed(Thread.status).in_(list(OPEN))))
    if view == OVERDUE:
        return rows.where(Thread.next_due_at < now)
    tomorrow = midnight(local(now, zone).date() + timedelta(days=1), zone)
    return rows.where(Thread.next_due_at >= now, Thread.next_due_at < tomorrow)


def _with_lead(rows):
    return rows.join_from(Thread, Lead, peewee.JOIN.LEFT_OUTER, on=Lead.id == Thread.department)


def columns_of(view: str) -> tuple[Any, ...]:
    """What is selected for the rows of a table."""
    named = (Thread.id.alias("thread_id"), shown.title_column(), Thread.hidden, Lead.short.alias("lead_short"))
    if view == EXTENSIONS:
        own = (Extension.id, Extension.asked_at, Extension.until, Extension.reason, Clock.due_at, Account.display_name)
        return (*own, *named)
    if view == ALARMS:
        return (Entry.at, Entry.reason, Entry.data, *named)
    if view == UNSATISFIED:
        return (Rating.created_at, Rating.grade, Rating.solved, *named)
    return (*list_query().selected_columns, Board.slug.alias("board_slug"), Board.name.alias("board_name"), named[3])


def _case(row):
    return Link(shown.visible_title(row["title"], row["hidden"]), f"/threads/{row['thread_id']}")


def _extension(row: dict[str, Any], viewer: Actor, now: datetime) -> ExtensionRow:
    return ExtensionRow(
        row["id"],
        _case(row),
        row["lead_short"],
        row["display_name"],
        row["asked_at"],
        row["due_at"],
        row["until"],
        row["reason"],
    )


def _alarm(row: dict[str, Any], viewer: Actor, now: datetime) -> AlarmRow:
    hops = entry_data(row["data"])["hops"]
    return AlarmRow(row["at"], _case(row), ALARM_LABELS[row["reason"]], hops, row["lead_short"] or "")


def _open_case(row: dict[str, Any], viewer: Actor, now: datetime) -> CaseRow:
    board = Link(row["board_name"], f"/boards/{row['board_slug']}")
    left = time_left(row["next_due_at"], now)
    case = QueueRow(thread_row(row, viewer, now), board, due_at=row["next_due_at"], left=left)
    return CaseRow(case, row["lead_short"] or "")


def _unsatisfied(row: dict[str, Any], viewer: Actor, now: datetime) -> UnsatisfiedRow:
    solved = SOLVED_LABELS.get(row["solved"])
    return UnsatisfiedRow(row["created_at"], _case(row), row["lead_short"], GRADE_LABELS[row["grade"]], solved)


ROWS: Mapping[str, Callable[[dict[str, Any], Actor, datetime], Any]] = {
    EXTENSIONS: _extension,
    ALARMS: _alarm,
    DUE: _open_case,
    OVERDUE: _open_case,
    UNSATISFIED: _unsatisfied,
}

"""The open work of departments: cases they lead and requests for their input, each with a due time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import peewee

from boards.clocks.deadlines import COHANDLING
from boards.models.threads import Clock, Thread
from boards.rules.status import OPEN, TABLE, Status, Verb
from forum.messages import M
from forum.problems import Malformed
from forum.store.cursors import ISO, NUMBER, Cursor

NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # the due time of a case without a running clock
LEADS = 0  # in place of the clock in a row of a case that the department leads

OVERDUE = "overdue"
FILTERS = (*sorted(OPEN, key=list(Status).index), COHANDLING, OVERDUE)
CURSOR = Cursor[datetime, int, int](ISO, NUMBER, NUMBER)  # due time, thread, the request's clock or LEADS
INPUT_TAKEN = sorted(status.value for status, verb in TABLE if verb is Verb.INPUT)


@dataclass(frozen=True)
class DeskFilter:
    """The filter of the desk; `after` is the cursor of the previous page's last row.

    Raises Malformed for a status that is not in FILTERS.
    """

    status: str | None = None
    after: str | None = None

    def __post_init__(self) -> None:
        if self.status and self.status not in FILTERS:
            raise Malformed(M("没有这种状态。"))


def workload(departments: Collection[int]) -> peewee.Select:
    """The subquery of the open work of `departments`: thread, due_at, and the request's clock or LEADS."""
    never = peewee.Value(NEVER, converter=Thread.next_due_at.db_value)
    leads = Thread.select(
        Thread.id.alias("thread"),
        peewee.fn.COALESCE(Thread.next_due_at, never).alias("due_at"),
        peewee.Value(LEADS).cast("bigint").alias("clock"),
    ).where(Thread.department.in_(departments), Thread.status.in_(list(OPEN)))
    helps = (
        Clock.select(Clock.thread, Clock.due_at, Clock.id)
        .join(Thread)
        .where(
            Clock.department.in_(departments),
            Clock.kind == COHANDLING,
            Clock.met_at.is_null(),
            Thread.status.in_(INPUT_TAKEN),
        )
    )
    return (leads | helps).alias("work")


def desk_counts(departments: Collection[int], now: datetime) -> dict[str | None, int]:
    """filter -> how many rows of the desk it shows; None -> all of them."""
    work = workload(departments)
    leads, late = _how_many(work.c.clock == LEADS), _how_many(work.c.due_at < _stored(now))
    rows = Thread.select(Thread.status, leads, peewee.fn.COUNT(Thread.id), late).join(
        work, on=work.c.thread == Thread.id
    )
    found = list(rows.group_by(Thread.status).tuples())
    every, leading = sum(row[2] for row in found), sum(row[1] for row in found)
    counted = {None: every, COHANDLING: every - leading, OVERDUE: sum(row[3] for row in found)}
    return dict.fromkeys(OPEN, 0) | {status: leads for status, leads, *_ in found} | counted


def desk_rows(
    query: peewee.ModelSelect, work: peewee.Select, asked: DeskFilter, now: datetime, size: int
) -> tuple[list[dict[str, Any]], str | None]:
    """(rows, cursor) of `query`, which joins `work`: at most `size` rows by due time, after the cursor of the page before.

    Raises Malformed for a bad cursor.
    """
    query = _filtered(query, work, asked.status, now)
    key = peewee.Tuple(work.c.due_at, work.c.thread, work.c.clock)
    if asked.after:
        due_at, *numbers = CURSOR.decode(asked.after)
        query = query.where(key > peewee.Tuple(Thread.next_due_at.db_value(due_at), *numbers))
    rows = list(query.order_by(work.c.due_at, work.c.thread, work.c.clock).limit(size + 1).dicts())
    return rows[:size], _cursor(rows[size - 1]) if len(rows) > size else None


def _filtered(query, work, status, now):
    if status == OVERDUE:
        return query.where(work.c.due_at < _stored(now))
    if status == COHANDLING:
        return query.where(work.c.clock != LEADS)
    return query.where(Thread.status == status, work.c.clock == LEADS) if status else query


def _how_many(condition):
    return peewee.fn.SUM(peewee.Case(None, [(condition, 1)], 0))


def _stored(moment):
    return peewee.Value(moment, converter=Thread.next_due_at.db_value)


def _cursor(row):
    due_at = Thread.next_due_at.python_value(row["due_at"])
    return CURSOR.encode(due_at, row["id"], row["clock"])

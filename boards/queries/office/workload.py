"""The open work of departments: cases they lead and requests for their input, each with a due time."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import peewee

from boards.clocks.deadlines import COHANDLING
from boards.models.threads import Clock, Department, Thread
from boards.queries.office.desk_filter import COLLEAGUES, MINE, NOBODYS, OVERDUE, DeskFilter
from boards.queries.parts.containing import containing
from boards.queries.parts.sorted_rows import SortKey, moment_key, sorted_rows
from boards.rules.status import OPEN, TABLE, Status, Verb
from forum.roles import Actor

NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # the due time of a case without a running clock
LEADS = 0  # in place of the clock in a row of a case that the department leads
INPUT_TAKEN = sorted(status.value for status, verb in TABLE if verb is Verb.INPUT)


class WorkCount(NamedTuple):
    """How many rows of a desk have these values; `office` is the slug of the department whose work it is."""

    status: str
    kind: str | None
    taker: str
    office: str
    helping: bool
    overdue: bool
    number: int


def workload(departments: Collection[int]) -> peewee.Select:
    """The subquery of the open work of `departments`: thread, due_at, the request's clock or LEADS, and whose work it is."""
    never = peewee.Value(NEVER, converter=Thread.next_due_at.db_value)
    leads = Thread.select(
        Thread.id.alias("thread"),
        peewee.fn.COALESCE(Thread.next_due_at, never).alias("due_at"),
        peewee.Value(LEADS).cast("bigint").alias("clock"),
        Thread.department.alias("office"),
    ).where(Thread.department.in_(departments), Thread.status.in_(list(OPEN)))
    helps = (
        Clock.select(Clock.thread, Clock.due_at, Clock.id, Clock.department)
        .join(Thread)
        .where(
            Clock.department.in_(departments),
            Clock.kind == COHANDLING,
            Clock.met_at.is_null(),
            Thread.status.in_(INPUT_TAKEN),
        )
    )
    return (leads | helps).alias("work")


def work_counts(viewer: Actor, words: str, now: datetime) -> list[WorkCount]:
    """The WorkCounts of all open work of the viewer's departments that contains `words`, in one statement."""
    work = workload(sorted(viewer.departments))
    rows = (
        Thread.select(
            Thread.status.alias("status"),
            Thread.kind.alias("kind"),
            _taker(work, viewer).alias("taker"),
            Department.slug.alias("office"),
            _flag(work.c.clock != LEADS).alias("helping"),
            _flag(work.c.due_at < _stored(now)).alias("overdue"),
        )
        .join(work, on=work.c.thread == Thread.id)
        .join(Department, on=Department.id == work.c.office)
        .where(containing(words))
        .alias("counted")
    )
    values = [getattr(rows.c, name) for name in WorkCount._fields[:-1]]
    query = Thread.select(*values, peewee.fn.COUNT(peewee.SQL("*"))).from_(rows).group_by(*values)
    return [WorkCount._make((*row[:4], bool(row[4]), bool(row[5]), row[6])) for row in query.tuples()]


def counted(counts: Iterable[WorkCount], asked: DeskFilter) -> int:
    """How many rows the desk has under the filters of `asked`."""
    return sum(count.number for count in counts if _passes(count, asked))


def desk_rows(
    query: peewee.ModelSelect, work: peewee.Select, asked: DeskFilter, viewer: Actor, now: datetime, size: int
) -> tuple[list[dict[str, Any]], str | None]:
    """(rows, cursor) of `query`, which joins `work`: at most `size` rows in the asked order, after the cursor of the page before.

    Raises Malformed for a bad cursor.
    """
    query = _filtered(query.where(containing(asked.q)), work, asked, viewer, now)
    ties = (work.c.thread, work.c.clock)
    return sorted_rows(query, _keys(work)[asked.order.name], ties, asked.after, size, descending=asked.order.descending)


def _keys(work):
    ranks = [(Thread.status == status.value, rank) for rank, status in enumerate(Status)]
    return {
        "due": moment_key(work.c.due_at),
        "asked": moment_key(Thread.created_at),
        "status": SortKey(peewee.Case(None, ranks, len(ranks))),
        "replies": SortKey(Thread.floors - Thread.moved_out),
        "supports": SortKey(Thread.supports),
    }


def _passes(count, asked):
    return (
        (not asked.status or asked.status == _status_of(count) or (asked.status == OVERDUE and count.overdue))
        and (not asked.kind or count.kind == asked.kind)
        and (not asked.taker or count.taker == asked.taker)
        and (not asked.office or count.office == asked.office)
    )


def _status_of(count):
    return COHANDLING if count.helping else count.status


def _filtered(query, work, asked, viewer, now):
    if asked.status == OVERDUE:
        query = query.where(work.c.due_at < _stored(now))
    elif asked.status == COHANDLING:
        query = query.where(work.c.clock != LEADS)
    elif asked.status:
        query = query.where(Thread.status == asked.status, work.c.clock == LEADS)
    query = query.where(Thread.kind == asked.kind) if asked.kind else query
    if asked.office:
        query = query.where(work.c.office == Department.select(Department.id).where(Department.slug == asked.office))
    return query.where(_taker(work, viewer) == asked.taker) if asked.taker else query


def _taker(work, viewer):
    cases = [
        (work.c.clock != LEADS, ""),
        (Thread.accepted_by.is_null(), NOBODYS),
        (Thread.accepted_by == viewer.account, MINE),
    ]
    return peewee.Case(None, cases, COLLEAGUES)


def _flag(condition):
    return peewee.Case(None, [(condition, 1)], 0)


def _stored(moment):
    return peewee.Value(moment, converter=Thread.next_due_at.db_value)

"""A department's record over a period, in four queries."""

from datetime import date, datetime, timedelta

import peewee

from boards.clocks.city import City
from boards.clocks.outcomes import Outcome
from boards.clocks.policy import ClockKind
from boards.models.cases import Rating
from boards.models.threads import Clock, Department, Thread
from boards.queries.parts.own_department import asked_by_own
from boards.rules.figures.rates import Record
from boards.rules.status import BAD_GRADES, OPEN, Disposition
from forum.clock import midnight

IN_RATES = (Outcome.MET.value, Outcome.MISSED.value)


def record_of(department: Department, first: date | None, last: date | None, now: datetime, city: City) -> Record:
    """The Record of questions asked from the local day `first` to `last`, both included; None means no limit."""
    own = asked_by_own(Thread.id, department.id)
    period = list(_asked(first, last, city))
    asked = [*period, ~own]
    left_out = Thread.select().where(Thread.department == department.id, own, *period).count()
    counts = _cases(department, asked, now) | _clocks(department, asked, now) | _ratings(department, asked)
    return Record(**counts, own_department=left_out)


def _cases(department, asked, now):
    forwarded = Thread.disposition == Disposition.FORWARDED.value
    opened = forwarded & Thread.status.in_([status.value for status in OPEN])
    counts = (_count(each) for each in (forwarded, opened, opened & (Thread.next_due_at < now)))
    row = Thread.select(peewee.fn.COUNT(Thread.id), *counts).where(Thread.department == department.id, *asked)
    received, forwarded, opened, overdue = (number or 0 for number in row.tuples().get())
    return {
        "received": received,
        "forwarded": forwarded,
        "answered": forwarded - opened,
        "pending": opened - overdue,
        "overdue": overdue,
    }


def _clocks(department, asked, now):
    in_time = Clock.outcome == Outcome.MET.value
    due = Clock.outcome.in_(IN_RATES) | (Clock.met_at.is_null() & (Clock.due_at < now))
    counts = (
        _count((Clock.kind == kind.value) & each)
        for kind in (ClockKind.ACCEPT, ClockKind.ANSWER)
        for each in (due, in_time)
    )
    row = Clock.select(*counts).join(Thread).where(Clock.department == department.id, *asked).tuples().get()
    names = ("accept_due", "accepted_on_time", "answer_due", "answered_on_time")
    return dict(zip(names, (number or 0 for number in row), strict=True))


def _ratings(department, asked):
    """How many cases were rated, and how many not badly; the last rating of a case counts, since it may be changed once."""
    Later = Rating.alias("later")
    changed = Later.select(Later.id).where(Later.thread == Rating.thread, Later.number > Rating.number)
    good = _count(Rating.grade.not_in(list(BAD_GRADES)))
    rows = Rating.select(peewee.fn.COUNT(Rating.id), good).join(Thread)
    rows = rows.where(Rating.department == department.id, ~peewee.fn.EXISTS(changed), *asked)
    rated, satisfied = rows.tuples().get()
    return {"rated": rated, "satisfied": satisfied or 0}


def _count(condition):
    return peewee.fn.SUM(peewee.Case(None, [(condition, 1)], 0))


def _asked(first, last, city):
    if first:
        yield Thread.created_at >= midnight(first, city.timezone)
    if last:
        yield Thread.created_at < midnight(last + timedelta(days=1), city.timezone)

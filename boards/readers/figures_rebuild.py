"""Reckons all figures from zero and mends what differs: `wenqu stats --rebuild`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import peewee

from boards.clocks.city import City
from boards.models.figures import COLUMNS, KEY, CaseFigures, MonthFigures, has
from boards.models.threads import Department, Thread
from boards.readers import figures
from boards.rules.figures.measures import CITY, Measure
from forum.clock import next_month
from forum.store import db

BATCH = 500  # threads that are compared at once


@dataclass
class Differences:
    """How many rows differed from what was reckoned, and were mended."""

    cases: int = 0
    months: int = 0


def rebuild(city: City, now: datetime, found: Differences) -> Iterator[int]:
    """Reckon all threads, BATCH at a time, then all months; yields the rows done each time.

    What differs is reckoned again in a transaction, mended, and counted in `found`. Other writers wait for that alone:
    comparing locks nothing.
    """
    last = 0
    while threads := _threads_after(last):
        kept, made = figures.kept_and_made(threads, city)
        if kept != made:
            with db.write():
                figures.reader(city).catch_up(now)
                found.cases += figures.reckon(threads, city)
        last = threads[-1]
        yield len(threads)
    for month in _months():
        if _wrong_cells(month):
            with db.write():
                found.months += _mend(month)
        yield 1


def steps() -> int:
    """How many rows `rebuild` will work on: threads and months."""
    return Thread.select().count() + len(_months())


def _threads_after(last: int) -> list[int]:
    rows = Thread.select(Thread.id).where(Thread.id > last).order_by(Thread.id).limit(BATCH)
    return [number for (number,) in rows.tuples()]


def _months() -> list[date]:
    kept = {month for (month,) in MonthFigures.select(MonthFigures.month).distinct().tuples()}
    first, last = CaseFigures.select(peewee.fn.MIN(CaseFigures.day), peewee.fn.MAX(CaseFigures.day)).tuples().get()
    return sorted(kept | set(_from_to(first, last)))


def _from_to(first: date | None, last: date | None) -> Iterator[date]:
    month = first and first.replace(day=1)
    while month and last and month <= last:
        yield month
        month = next_month(month)


def _mend(month):
    """Write the sums of one month that differ from its cases; returns how many did."""
    wrong = _wrong_cells(month)
    for cell in wrong:
        MonthFigures.delete().where(*(column == value for column, value in zip(KEY, cell, strict=True))).execute()
    figures.add_to_months(wrong)
    return len(wrong)


def _wrong_cells(month):
    """{Cell: count of each measure in the month's cases} where the stored sums differ; no row is as good as one of zeros."""
    made, kept, none = _made(month), _kept(month), Counter[Measure]()
    every = made.keys() | kept.keys()
    return {cell: made.get(cell, none) for cell in every if made.get(cell, none) != kept.get(cell, none)}


def _made(month):
    """{Cell: count of each measure} of the cases of a month."""
    keys = (CaseFigures.department, CaseFigures.category, CaseFigures.kind, CaseFigures.channel)
    ones = [peewee.fn.SUM(peewee.Case(None, [(has(measure), 1)], 0)) for measure in Measure]
    there = [CITY, *(number for (number,) in Department.select(Department.id).tuples())]  # so that the index finds them
    days = (CaseFigures.day >= month, CaseFigures.day < next_month(month))
    rows = CaseFigures.select(*keys, *ones).where(CaseFigures.department.in_(there), *days).group_by(*keys)
    sums: dict[figures.Cell, Counter[Measure]] = {}
    for department, category, kind, channel, *numbers in rows.tuples():
        for cell in figures.cells(department, month, category, kind, channel):
            sums.setdefault(cell, Counter()).update(dict(zip(Measure, numbers, strict=True)))
    return sums


def _kept(month):
    """{Cell: count of each measure} as it is stored."""
    rows = MonthFigures.select(*KEY, *COLUMNS.values()).where(MonthFigures.month == month).tuples()
    return {figures.Cell(*row[: len(KEY)]): Counter(dict(zip(Measure, row[len(KEY) :], strict=True))) for row in rows}

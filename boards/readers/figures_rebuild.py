"""Reckons all figures from zero and mends what differs: `wenqu stats --rebuild`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import peewee

from boards.clocks.city import City
from boards.models.figures import COLUMNS, KEY, CaseFigures, MonthFigures
from boards.models.threads import Thread
from boards.readers import figures
from boards.rules.figures.measures import Measure
from forum.clock import next_month
from forum.store import db

BATCH = 500  # threads in one transaction


@dataclass
class Differences:
    """How many rows differed from what was reckoned, and were mended."""

    cases: int = 0
    months: int = field(default=0)


def rebuild(city: City, now: datetime, found: Differences) -> Iterator[int]:
    """Reckon all threads, then all months, in transactions of BATCH threads or one month; yields the rows done each time.

    What differs is mended and counted in `found`. Other writers go on in between.
    """
    last = 0
    while threads := _threads_after(last):
        with db.write():
            figures.reader(city).catch_up(now)
            found.cases += figures.reckon(threads, city)
        last = threads[-1]
        yield len(threads)
    for month in _months():
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
    """Compare the sums of one month with its cases, and write those that differ; returns how many did."""
    rows = CaseFigures.select().where(CaseFigures.day >= month, CaseFigures.day < next_month(month)).dicts().iterator()
    made = figures.sums_of(((row["thread"], row["department"]), row, 1) for row in rows)
    kept = {
        figures.Cell(*key): dict(zip(Measure, counts, strict=True))
        for *key, counts in (
            (*row[: len(KEY)], row[len(KEY) :])
            for row in MonthFigures.select(*KEY, *COLUMNS.values()).where(MonthFigures.month == month).tuples()
        )
    }
    wrong = [
        cell
        for cell in made.keys() | kept.keys()
        if any(made.get(cell, {}).get(each, 0) != kept.get(cell, {}).get(each, 0) for each in Measure)
    ]
    for cell in wrong:
        MonthFigures.delete().where(*(column == value for column, value in zip(KEY, cell, strict=True))).execute()
    figures.add_to_months({cell: made[cell] for cell in wrong if cell in made})
    return len(wrong)

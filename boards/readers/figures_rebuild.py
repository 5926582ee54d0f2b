"""Reckons all figures from zero and mends what differs: `wenqu stats --rebuild`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import peewee

from boards.clocks.city import City
from boards.models.figures import COLUMNS, KEY, CaseFigures, MinuteFigures, PeriodFigures, has
from boards.models.threads import Department, Thread
from boards.readers import figures
from boards.rules.figures.choice import MONTH, YEAR, period_of
from boards.rules.figures.measures import CITY, Measure
from boards.rules.figures.minutes import width_in_sql
from forum.clock import next_month
from forum.store import db

BATCH = 500  # threads that are compared at once
MINUTE_KEY = (
    MinuteFigures.department, MinuteFigures.months, MinuteFigures.begins, MinuteFigures.clock, MinuteFigures.least,
)  # fmt: skip

Period = tuple[int, date]  # months, and the first day


@dataclass
class Differences:
    """How many rows differed from what was reckoned, and were mended; `months` are sums, of years too."""

    cases: int = 0
    months: int = 0


def rebuild(city: City, now: datetime, found: Differences) -> Iterator[int]:
    """Reckon all threads, BATCH at a time, then all months and years; yields the rows done each time.

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
    for period in _periods():
        if _wrong_cells(period) or _wrong_minutes(period):
            with db.write():
                found.months += _mend(period)
        yield 1


def steps() -> int:
    """How many rows `rebuild` will work on: threads, months and years."""
    return Thread.select().count() + len(_periods())


def _threads_after(last: int) -> list[int]:
    rows = Thread.select(Thread.id).where(Thread.id > last).order_by(Thread.id).limit(BATCH)
    return [number for (number,) in rows.tuples()]


def _periods() -> list[Period]:
    """Every month and year of cases and of sums; months first, since years are reckoned from them."""
    kept = set(PeriodFigures.select(PeriodFigures.months, PeriodFigures.begins).distinct().tuples())
    kept |= set(MinuteFigures.select(MinuteFigures.months, MinuteFigures.begins).distinct().tuples())
    first, last = CaseFigures.select(peewee.fn.MIN(CaseFigures.day), peewee.fn.MAX(CaseFigures.day)).tuples().get()
    months = list(_from_to(first, last))
    made = {(length, period_of(month, length)) for month in months for length in figures.PERIODS}
    return sorted(kept | made)


def _from_to(first: date | None, last: date | None) -> Iterator[date]:
    month = first and first.replace(day=1)
    while month and last and month <= last:
        yield month
        month = next_month(month)


def _mend(period):
    """Write the sums of one period that differ from its cases; returns how many did."""
    wrong, minutes = _wrong_cells(period), _wrong_minutes(period)
    for model, key, cells in ((PeriodFigures, KEY, wrong), (MinuteFigures, MINUTE_KEY, minutes)):
        for cell in cells:
            model.delete().where(*(column == value for column, value in zip(key, cell, strict=True))).execute()
    figures.add_to_periods(wrong)
    figures.add_to_minutes(minutes)
    figures.note_change()
    return len(wrong) + len(minutes)


def _wrong_cells(period):
    """{Cell: count of each measure in the period's cases} where the stored sums differ; no row is as good as one of zeros."""
    made, kept, none = _made(period), _kept(period), Counter[Measure]()
    every = made.keys() | kept.keys()
    return {cell: made.get(cell, none) for cell in every if made.get(cell, none) != kept.get(cell, none)}


def _made(period):
    """{Cell: count of each measure} of the cases of a month; of a year the sums of its months."""
    return _year_made(period) if period[0] == YEAR else _month_made(period)


def _month_made(period):
    months, month = period
    keys = (CaseFigures.department, CaseFigures.category, CaseFigures.kind, CaseFigures.channel)
    ones = [peewee.fn.SUM(peewee.Case(None, [(has(measure), 1)], 0)) for measure in Measure]
    rows = CaseFigures.select(*keys, *ones).where(*_cases_of(month)).group_by(*keys)
    sums: dict[figures.Cell, Counter[Measure]] = {}
    for department, category, kind, channel, *numbers in rows.tuples():
        for cell in figures.cells(department, months, month, category, kind, channel):
            sums.setdefault(cell, Counter()).update(dict(zip(Measure, numbers, strict=True)))
    return sums


def _year_made(period):
    of_year = (PeriodFigures.department, PeriodFigures.category, PeriodFigures.kind, PeriodFigures.channel)
    sums = [peewee.fn.SUM(column) for column in COLUMNS.values()]
    rows = PeriodFigures.select(*of_year, *sums).where(*_months_of(PeriodFigures, period)).group_by(*of_year)
    return {
        figures.Cell(row[0], *period, *row[1:4]): Counter(dict(zip(Measure, row[4:], strict=True)))
        for row in rows.tuples()
    }


def _kept(period):
    """{Cell: count of each measure} as it is stored."""
    rows = PeriodFigures.select(*KEY, *COLUMNS.values()).where(*_of(PeriodFigures, period)).tuples()
    return {figures.Cell(*row[: len(KEY)]): Counter(dict(zip(Measure, row[len(KEY) :], strict=True))) for row in rows}


def _wrong_minutes(period):
    """{MinuteCell: number of cases} where the stored numbers differ."""
    made = Counter[figures.MinuteCell](dict(_minutes_made(period)))
    rows = MinuteFigures.select(*MINUTE_KEY, MinuteFigures.cases).where(*_of(MinuteFigures, period)).tuples()
    kept = Counter({figures.MinuteCell(*key): cases for *key, cases in rows})
    return {cell: made[cell] for cell in made.keys() | kept.keys() if made[cell] != kept[cell]}


def _minutes_made(period):
    """(MinuteCell, number of cases) of a month; of a year the sums of its months."""
    if period[0] == YEAR:
        of_year = (MinuteFigures.department, MinuteFigures.clock, MinuteFigures.least)
        months = _months_of(MinuteFigures, period)
        yield from _cells(
            MinuteFigures.select(*of_year, _sum(MinuteFigures.cases)).where(*months).group_by(*of_year), period
        )
        return
    for clock, minutes in (("accept", CaseFigures.accept_minutes), ("answer", CaseFigures.answer_minutes)):
        name = f'"{minutes.column_name}"'
        least = peewee.SQL(f"{name} - ({name} & ({width_in_sql(name)} - 1))")
        of_month = (CaseFigures.department, peewee.SQL("clock"), peewee.SQL("least"))
        columns = (CaseFigures.department, peewee.Value(clock).alias("clock"), least.alias("least"))
        rows = CaseFigures.select(*columns, peewee.fn.COUNT(minutes)).where(
            *_cases_of(period[1]), minutes.is_null(False)
        )
        yield from _cells(rows.group_by(*of_month), period)


def _cells(rows, period):
    for department, clock, least, cases in rows.tuples():
        yield figures.MinuteCell(department, *period, clock, least), cases


def _sum(column):
    return peewee.fn.SUM(column).cast("integer")


def _cases_of(month):
    there = [CITY, *(number for (number,) in Department.select(Department.id).tuples())]  # so that the index finds them
    return CaseFigures.department.in_(there), CaseFigures.day >= month, CaseFigures.day < next_month(month)


def _months_of(model, period):
    begins = period[1]
    return model.months == MONTH, model.begins >= begins, model.begins < begins.replace(year=begins.year + 1)


def _of(model, period):
    months, begins = period
    return model.months == months, model.begins == begins

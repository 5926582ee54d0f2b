"""By what a chart of the figures goes: days, months, quarters or years. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from boards.rules.figures.choice import DECEMBER, ONE_DAY
from forum.clock import next_month
from forum.messages import M

MOST = 36  # bars' places in a chart: the newest ones
QUARTER = 3  # months


class Step(StrEnum):
    """Values are part of addresses."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


STEP_LABELS = {
    Step.DAY: M("按日"),
    Step.MONTH: M("按月"),
    Step.QUARTER: M("按季度"),
    Step.YEAR: M("按年"),
}


def step_that_fits(first: date, last: date) -> Step:
    """The finest Step by which the days from `first` to `last` are at most MOST periods; years when none is."""
    return next((step for step in Step if _number(first, last, step) <= MOST), Step.YEAR)


def begin_of(day: date, step: Step) -> date:
    """The first day of the day, month, quarter or year in which `day` is."""
    if step is Step.DAY:
        return day
    if step is Step.QUARTER:
        return date(day.year, (day.month - 1) // QUARTER * QUARTER + 1, 1)
    return day.replace(day=1) if step is Step.MONTH else date(day.year, 1, 1)


def end_of(begin: date, step: Step) -> date:
    """The last day of the period that begins on `begin`."""
    if step is Step.DAY:
        return begin
    months = {Step.MONTH: 1, Step.QUARTER: QUARTER, Step.YEAR: DECEMBER}[step]
    last = begin.replace(month=begin.month + months - 1)
    return next_month(last) - ONE_DAY


def name_of(begin: date, step: Step) -> str:
    """A short name of the period that begins on `begin`: 2014-09-23, 2014-09, 2014 Q3 or 2014."""
    names = {Step.DAY: f"{begin:%m-%d}", Step.MONTH: f"{begin:%Y-%m}", Step.YEAR: f"{begin:%Y}"}
    return names.get(step) or f"{begin:%Y} Q{(begin.month - 1) // QUARTER + 1}"


def _number(first: date, last: date, step: Step) -> int:
    """How many periods, at least in part, the days from `first` to `last` are."""
    months = (last.year - first.year) * DECEMBER + last.month - first.month
    return {
        Step.DAY: (last - first).days,
        Step.MONTH: months,
        Step.QUARTER: (begin_of(last, Step.QUARTER).month - begin_of(first, Step.QUARTER).month) // QUARTER
        + (last.year - first.year) * DECEMBER // QUARTER,
        Step.YEAR: last.year - first.year,
    }[step] + 1


def all_begins(first: date, last: date, step: Step) -> Iterable[date]:
    """The first day of each period from that of `first` to that of `last`, at most the newest MOST."""
    found: list[date] = []
    begin = begin_of(last, step)
    while begin >= begin_of(first, step) and len(found) < MOST:
        found.append(begin)
        begin = begin_of(begin - ONE_DAY, step)
    return reversed(found)

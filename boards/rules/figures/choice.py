"""What the statistics are asked for: a period, and a department or category, a kind and a channel. Pure."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from boards.clocks.policy import Kind
from boards.rules.channel import Channel
from forum.clock import next_month
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Invalid

PATH = "/statistics"
ONE_DAY = timedelta(days=1)
YEARS = (2000, 2199)  # that are accepted
MONTH, YEAR, DECEMBER = 1, 12, 12  # the periods of which sums are kept, in months; and the last month


@dataclass(frozen=True)
class Choice:
    """The parameters of an address as they were typed; `days` are the first and the last day, None: open.

    Raises Invalid for a day that there is none of or outside YEARS, a period that is backwards, an unknown kind,
    channel or number, and both a department and a category.
    """

    first: str = ""
    last: str = ""
    department: str = ""
    category: str = ""
    kind: str = ""
    channel: str = ""

    def __post_init__(self) -> None:
        first, last = self.days
        if first and last and first > last:
            raise Invalid(first=M("开始日期不能晚于结束日期。"))
        if self.kind and self.kind not in list(Kind):
            raise Invalid(kind=M("没有这种问题类别。"))
        if self.channel and self.channel not in list(Channel):
            raise Invalid(channel=M("没有这个渠道。"))
        if self.category and whole_number(self.category, ID_DIGITS) is None:
            raise Invalid(category=M("没有这个分类。"))
        if self.category and self.department:
            raise Invalid(category=M("部门和分类请只选一个。"))

    @property
    def days(self) -> tuple[date | None, date | None]:
        return _day("first", self.first), _day("last", self.last)

    @property
    def narrowed(self) -> bool:
        """Whether anything is chosen."""
        return any(getattr(self, field.name) for field in fields(self))

    def url(self, path: str = PATH, **more: str) -> str:
        """The address of the same choice at `path`, with some parameters changed or added."""
        names = {"first": "from", "last": "to"}
        chosen = {field.name: getattr(self, field.name) for field in fields(self)} | more
        query = urlencode({names.get(name, name): value for name, value in chosen.items() if value})
        return f"{path}?{query}" if query else path


class Run(NamedTuple):
    """Periods of `months` (MONTH or YEAR) one after the other.

    `begins` and `ends` are the first days of the first and of the last one, None: open.
    """

    months: int
    begins: date | None
    ends: date | None


@dataclass(frozen=True)
class Span:
    """Whole months and years, and the days before and after that are no whole month."""

    runs: tuple[Run, ...]
    edges: tuple[tuple[date, date], ...]


def split(first: date | None, last: date | None) -> Span:
    """The Span of the days from `first` to `last`, both included; None is open, and open ends are whole years."""
    begin = first and (first if first.day == 1 else next_month(first))
    end = last and (last if _ends_month(last) else last.replace(day=1) - ONE_DAY)
    if begin and end and begin > end:
        assert first and last
        return Span((), ((first, last),))
    return Span(tuple(_runs(begin, end and end.replace(day=1))), tuple(_edges(first, last, begin, end)))


def period_of(day: date, months: int) -> date:
    """The first day of the month or year in which `day` is."""
    return day.replace(month=1, day=1) if months == YEAR else day.replace(day=1)


def _runs(begin: date | None, end: date | None) -> Iterator[Run]:
    """The years between the first days of the first and the last month, and the months before and after them."""
    year = begin and (begin if begin.month == 1 else date(begin.year + 1, 1, 1))
    last = end and date(end.year if end.month == DECEMBER else end.year - 1, 1, 1)
    if year and last and year > last:
        yield Run(MONTH, begin, end)
        return
    if begin and year and begin < year:
        yield Run(MONTH, begin, date(begin.year, DECEMBER, 1))
    yield Run(YEAR, year, last)
    if end and last and end.year > last.year:
        yield Run(MONTH, date(end.year, 1, 1), end)


def _edges(first: date | None, last: date | None, begin: date | None, end: date | None) -> Iterator[tuple[date, date]]:
    if first and begin and first < begin:
        yield first, begin - ONE_DAY
    if last and end and end < last:
        yield end + ONE_DAY, last


def _ends_month(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _day(field: str, raw: str) -> date | None:
    if not raw:
        return None
    day = _written(raw)
    if day is None:
        raise Invalid(**{field: M("请写一个日期，例如 2026-11-01。")})
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise Invalid(**{field: M("年份要在 %(first)s 到 %(last)s 之间。", first=YEARS[0], last=YEARS[1])})
    return day


def _written(raw: str) -> date | None:
    """The day of "2026-11-01", as the API and the fields of pages write it; None for anything else."""
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        return None
    return day if day.isoformat() == raw else None

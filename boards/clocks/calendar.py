"""Working days out of published and imported calendars, and counting them. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

LONGEST_REST = 366  # days

Periods = Iterable[tuple[time, time]]  # local (start, end)


class CalendarError(ValueError):
    """The calendar must be wrong: it has no working day for more than a year."""


class Source(StrEnum):
    """Where a Day comes from: a published notice, the computed statutory days, or the city's own calendar."""

    PUBLISHED = "published"
    COMPUTED = "computed"
    OVERRIDE = "override"


class Reason(StrEnum):
    """Why a day is worked or not, as stored in explanations; an override may give a reason in its own words."""

    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    MAKE_UP = "make_up"
    NEW_YEAR = "new_year"
    SPRING_FESTIVAL = "spring_festival"
    QINGMING = "qingming"
    LABOUR = "labour"
    DRAGON_BOAT = "dragon_boat"
    MID_AUTUMN = "mid_autumn"
    NATIONAL = "national"
    VICTORY = "victory"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Day:
    """Whether a day is worked. Provisional (暂定) until the State Council's notice is out."""

    working: bool
    provisional: bool = False
    source: str = Source.PUBLISHED
    reason: str = ""


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days of one city.

    `published` is a mapping or a function from a date to its Day (None for an unknown date); `overrides` take
    precedence over it. In `complete_years` the overrides are the whole notice, so every other day of the year is an
    ordinary weekday or weekend and no longer provisional. `version` identifies a state of the overrides.
    """

    published: Mapping[date, Day] | Callable[[date], Day | None]
    overrides: Mapping[date, Day] = field(default_factory=dict)
    complete_years: Collection[int] = ()
    version: int = 0

    def day(self, when: date) -> Day:
        """The Day of a date; without any source a weekend is free and a weekday is worked, provisionally."""
        if when in self.overrides:
            return self.overrides[when]
        if when.year in self.complete_years:
            return plain_day(when, Source.OVERRIDE)
        return self._published(when) or plain_day(when, Source.COMPUTED)

    def is_working_day(self, when: date) -> bool:
        return self.day(when).working

    def next_working_day(self, after: date) -> date:
        """The first working day later than the date `after`."""
        return self.add_working_days(after, 1)

    def add_working_days(self, start: date, count: int) -> date:
        """The date `count` (0 or more) working days after `start`, which itself is not counted."""
        passed = self.days_passed(start, count)
        return passed[-1][0] if passed else start

    def days_passed(self, start: date, count: int) -> tuple[tuple[date, Day], ...]:
        """Each (date, Day) after `start` up to and including the `count`-th working day. Raises CalendarError."""
        if count < 0:
            raise ValueError("working days are counted forward")
        passed: list[tuple[date, Day]] = []
        when, rest = start, 0
        while count:
            when += timedelta(days=1)
            passed.append((when, self.day(when)))
            rest = 0 if passed[-1][1].working else rest + 1
            count -= passed[-1][1].working
            _refuse_endless_rest(rest, start)
        return tuple(passed)

    def is_office_time(self, moment: datetime, periods: Periods) -> bool:
        """Whether a local datetime is inside one of `periods` on a working day."""
        return within(moment.time(), periods) and self.is_working_day(moment.date())

    def _published(self, when: date) -> Day | None:
        return self.published(when) if callable(self.published) else self.published.get(when)


def plain_day(when: date, source: Source) -> Day:
    """A weekday or weekend day without a notice; provisional unless its year is complete."""
    working = when.weekday() < 5
    reason = Reason.WEEKDAY if working else Reason.WEEKEND
    return Day(working, source == Source.COMPUTED, source, reason)


def within(moment: time, periods: Periods) -> bool:
    """Whether a time of day is in one of the (start, end) periods, start included, end not."""
    return any(start <= moment < end for start, end in periods)


def _refuse_endless_rest(rest: int, start: date) -> None:
    if rest > LONGEST_REST:
        raise CalendarError(f"no working day for {LONGEST_REST} days, counted from {start}")

"""Which days are worked, from whatever is published, and counting in them. Pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

LONGEST_REST = 366


class CalendarError(ValueError):
    """The calendar cannot be right: it has no working day for more than a year."""


class Source(StrEnum):
    PUBLISHED = "published"
    COMPUTED = "computed"
    OVERRIDE = "override"


class Reason(StrEnum):
    """Why a day is worked or not, as stored in explanations; an override may say it in its own words."""

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

    `published` is a mapping or a function from a date to its Day (None when it says nothing);
    `overrides` come before it. In `complete_years` the overrides are the whole notice, so every
    day they do not name is a plain weekday or weekend and no longer provisional. `version` tells one
    state of the overrides from the next.
    """

    published: Mapping[date, Day] | Callable[[date], Day | None]
    overrides: Mapping[date, Day] = field(default_factory=dict)
    complete_years: Collection[int] = ()
    version: int = 0

    def day(self, when):
        """The Day of a date; without any source weekends rest, provisionally."""
        if when in self.overrides:
            return self.overrides[when]
        if when.year in self.complete_years:
            return plain_day(when, Source.OVERRIDE)
        return self._published(when) or plain_day(when, Source.COMPUTED)

    def is_working_day(self, when):
        return self.day(when).working

    def next_working_day(self, after):
        """The first working day later than the date `after`."""
        return self.add_working_days(after, 1)

    def add_working_days(self, start, count):
        """The date `count` (0 or more) working days after `start`, which itself is not counted."""
        passed = self.days_passed(start, count)
        return passed[-1][0] if passed else start

    def days_passed(self, start, count):
        """Each (date, Day) after `start` up to and with the `count`-th working day."""
        if count < 0:
            raise ValueError("working days are counted forward")
        passed, when, rest = [], start, 0
        while count:
            when += timedelta(days=1)
            passed.append((when, self.day(when)))
            rest = 0 if passed[-1][1].working else rest + 1
            count -= passed[-1][1].working
            _refuse_endless_rest(rest, start)
        return tuple(passed)

    def is_office_time(self, moment, periods):
        """Whether a local datetime is inside one of `periods` on a working day."""
        return within(moment.time(), periods) and self.is_working_day(moment.date())

    def _published(self, when):
        return self.published(when) if callable(self.published) else self.published.get(when)


def plain_day(when, source):
    """A day of which nothing special is known; provisional unless an override completes its year."""
    working = when.weekday() < 5
    reason = Reason.WEEKDAY if working else Reason.WEEKEND
    return Day(working, source == Source.COMPUTED, source, reason)


def within(moment, periods):
    """Whether a time of day is in one of the (start, end) periods, start included, end not."""
    return any(start <= moment < end for start, end in periods)


def _refuse_endless_rest(rest, start):
    if rest > LONGEST_REST:
        raise CalendarError(f"no working day for {LONGEST_REST} days, counted from {start}")

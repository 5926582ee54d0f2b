"""How many questions of the example end in which way, and when each was asked. Pure.

The numbers are those that Ruian's platform reported on 13 September 2014: 9,562 of 14,301 questions were forwarded to
departments (66.86 %), 9,485 of these answered (99.19 %), 46 were open inside the 5 working days and 31 past them.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
OPENED = datetime(2011, 6, 28, 9, tzinfo=ZONE)
NOW = datetime(2014, 9, 13, 18, tzinfo=ZONE)  # a Saturday
LAST_OFFICE_DAY = date(2014, 9, 12)
FORWARDED = ("answered", "pending", "overdue")
MORNING, LAST_HOUR, LAST_HOUR_TODAY = 7.5, 21.0, 15.0  # between these hours of a day questions are asked

# The days on which questions of each fate were asked, both included, so that it has run its course by NOW. What was
# forwarded on 4 September had to be answered by the 12th, what was on the 5th by the 15th: 6 to 8 September was Mid-Autumn.
PERIODS = {
    "answered": (date(2011, 7, 1), date(2014, 9, 11)),
    "pending": (date(2014, 9, 5), date(2014, 9, 13)),
    "overdue": (date(2014, 8, 18), date(2014, 9, 4)),
    "platform": (date(2011, 7, 2), date(2014, 9, 13)),
    "duplicate": (date(2011, 8, 1), date(2014, 9, 13)),
    "declined": (date(2011, 7, 2), date(2014, 9, 13)),
    "discussion": (date(2011, 7, 2), date(2014, 9, 13)),
}


@dataclass(frozen=True)
class Fates:
    """How many questions end in each way; those of FORWARDED are with departments."""

    answered: int = 9_485
    pending: int = 46
    overdue: int = 31
    platform: int = 2_370
    duplicate: int = 1_180
    declined: int = 711
    discussion: int = 478


AS_REPORTED = Fates()


def arrivals(fates: Fates, random: Random) -> list[tuple[datetime, str]]:
    """(when it was asked, fate) of every question, in order of time."""
    return sorted((at, fate) for fate, count in asdict(fates).items() for at in _spread(fate, count, random))


def at_hour(day: date, hours: float) -> datetime:
    """The time so many hours after midnight of a day in ZONE."""
    return datetime.combine(day, time(), ZONE) + timedelta(hours=hours)


def _spread(fate: str, count: int, random: Random) -> Iterator[datetime]:
    """`count` times, spread evenly over the fate's period, so that its last days are never empty."""
    first, last = PERIODS[fate]
    days = (last - first).days + 1
    for number in range(count):
        day = first + timedelta(days=int((number + 0.5) * days / count))
        yield at_hour(day, random.uniform(MORNING, LAST_HOUR_TODAY if day == NOW.date() else LAST_HOUR))

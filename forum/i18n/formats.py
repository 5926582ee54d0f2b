"""Formats of times and numbers in both languages and the city's time zone.

Never relative ("two hours ago"): pages are cached. A script says that beside the exact time (templates/static/thread.js).
"""

from datetime import datetime, tzinfo

from babel.dates import format_date

from forum.clock import local


def moment(at: datetime, zone: tzinfo) -> str:
    """A time to the minute, as 2014-09-30 10:00."""
    return local(at, zone).strftime("%Y-%m-%d %H:%M")


def day(at: datetime, zone: tzinfo, language: str) -> str:
    """A date in words: 2014年9月30日, or 30 September 2014."""
    pattern = "d MMMM y" if language == "en" else "y年M月d日"
    return format_date(local(at, zone), pattern, locale="en")


def iso(at: datetime, zone: tzinfo) -> str:
    """RFC 3339 to the second with the zone's offset, as 2014-09-30T10:00:00+08:00."""
    return local(at, zone).isoformat(timespec="seconds")


def number(value: int) -> str:
    """A whole number in groups of three digits, as 14,301."""
    return f"{value:,}"


def percent(rate: float | None) -> str:
    """A rate of boards.rules.figures.rates.percent with its two decimals, as 99.19%; an en dash for None."""
    return "–" if rate is None else f"{rate:.2f}%"

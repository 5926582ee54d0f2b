"""The clock. Everything that depends on the time takes `now` as a parameter; only views and commands read a clock."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


class Clock:
    """The system clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock(Clock):
    """A clock that shows the time it is set to, for tests and for the demo city's history."""

    def __init__(self, at: datetime) -> None:
        self.set(at)

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        """Set the clock to `at`, an aware datetime of any zone."""
        self._at = _aware(at).astimezone(UTC)

    def advance(self, by: timedelta) -> datetime:
        """Add `by`, which may be negative; returns the new time."""
        self._at += by
        return self._at


def local(at: datetime, zone: tzinfo) -> datetime:
    """`at`, which must be aware, in `zone`; raises ValueError for a naive time."""
    return _aware(at).astimezone(zone)


def whole_minute(at: datetime) -> datetime:
    """The beginning of the minute of `at`: pages, files and lists that are read in one minute agree, and a page can be cached for it."""
    return at.replace(second=0, microsecond=0)


def midnight(day: date, zone: tzinfo) -> datetime:
    """The aware moment at which a date begins in `zone`."""
    return datetime.combine(day, time(), zone)


def next_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def parse_local(raw: str, zone: tzinfo) -> datetime | None:
    """The aware time of a form's datetime-local field in `zone`; None for anything but a naive time of 1900 to 2199."""
    try:
        at = datetime.fromisoformat(raw)
    except (TypeError, ValueError):
        return None
    return at.replace(tzinfo=zone) if at.tzinfo is None and 1900 <= at.year < 2200 else None


def _aware(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError("a time without a zone")
    return at

"""The one clock. Everything that depends on the time is given `now`; only the edge asks a clock."""

from datetime import UTC, date, datetime, time, tzinfo


class Clock:
    """The time of the machine."""

    def now(self):
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock(Clock):
    """A clock that stands where it is put, for tests and for building a city's past."""

    def __init__(self, at):
        self.set(at)

    def now(self):
        return self._at

    def set(self, at):
        """Stand at `at`, an aware datetime of any zone."""
        self._at = _aware(at).astimezone(UTC)

    def advance(self, by):
        """Move by a timedelta (a negative one goes back) and give the new time."""
        self._at += by
        return self._at


def local(at, zone):
    """`at` (aware) in `zone`, a tzinfo. A naive time is a ValueError: nobody knows what it means."""
    return _aware(at).astimezone(zone)


def midnight(day: date, zone: tzinfo) -> datetime:
    """The aware moment at which a date begins in `zone`."""
    return datetime.combine(day, time(), zone)


def parse_local(raw, zone):
    """The moment that a form's date and time field means in `zone`; None for anything else than a time of 1900 to 2199."""
    try:
        at = datetime.fromisoformat(raw)
    except (TypeError, ValueError):
        return None
    return at.replace(tzinfo=zone) if at.tzinfo is None and 1900 <= at.year < 2200 else None


def _aware(at):
    if at.utcoffset() is None:
        raise ValueError("a time without a zone")
    return at

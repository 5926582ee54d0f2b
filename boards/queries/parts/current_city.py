"""The city's imported calendar days, and the City that is refreshed after another import."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from boards.clocks.calendar import Day, Source, WorkingCalendar
from boards.clocks.city import City
from boards.clocks.holidays import chinese_calendar_with, reason_of
from boards.models.cases import CalendarDay, CalendarYear
from forum.store.db import raw
from forum.store.log import Deed

EVERY = timedelta(seconds=3)  # between two queries for a newer import


def calendar_version() -> int:
    """The number of the log's newest calendar import; 0 before the first."""
    (newest,) = raw("SELECT MAX(id) FROM entry WHERE deed = %s", (Deed.CALENDAR_IMPORT.value,)).fetchone()
    return newest or 0


def imported_calendar() -> WorkingCalendar:
    """The official calendar with the days and years that were imported."""
    # The number first: an import between the two queries is found by the next refresh.
    number = calendar_version()
    days = {row.day: day_of(row.day, row.working, row.name) for row in CalendarDay.select()}
    return chinese_calendar_with(days, frozenset(row.year for row in CalendarYear.select()), number)


def day_of(when: date, working: bool, name: str) -> Day:
    """The Day of an imported row; without a name the reason follows from the kind of day."""
    return Day(working, False, Source.OVERRIDE, reason_of(when, working, name))


def with_current_calendar(city: City) -> City:
    """`city` with the calendar of the newest import.

    Inside `db.write()` nobody imports meanwhile, so that a clock opened there is counted by the calendar that
    a recomputation will find or has used.
    """
    return city if city.calendar.version == calendar_version() else replace(city, calendar=imported_calendar())


class CurrentCity:
    """Holds the City of a running process and refreshes it within EVERY after a calendar import, with one query on the log."""

    def __init__(self, city: City) -> None:
        self.city = city
        self._checked_at: datetime | None = None

    def refresh(self, now: datetime) -> City:
        """Query for a newer import, at most once in EVERY, and return the City. Needs a connected database."""
        if self.is_due(now):
            self._checked_at = now
            self.city = with_current_calendar(self.city)
        return self.city

    def is_due(self, now: datetime) -> bool:
        """Whether `refresh` would query; also after a system clock was set back."""
        return self._checked_at is None or abs(now - self._checked_at) >= EVERY

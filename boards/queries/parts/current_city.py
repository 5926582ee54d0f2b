"""The city's own days as imported: read into its calendar, and noticed when another file has been imported."""

from dataclasses import replace
from datetime import timedelta

import peewee

from boards.clocks.calendar import Day, Source
from boards.clocks.holidays import chinese_calendar_with, reason_of
from boards.models.cases import CalendarDay, CalendarYear
from forum.store.log import Deed, Entry

EVERY = timedelta(seconds=3)  # between two looks whether a calendar has been imported


def calendar_version():
    """The number of the log's newest calendar import; 0 before the first."""
    newest = Entry.select(peewee.fn.MAX(Entry.id)).where(Entry.deed == Deed.CALENDAR_IMPORT.value)
    return newest.scalar() or 0


def imported_calendar():
    """The official calendar under the days and years that were imported."""
    # The number first: an import that comes between the two is noticed at the next look.
    number = calendar_version()
    days = {row.day: day_of(row.day, row.working, row.name) for row in CalendarDay.select()}
    return chinese_calendar_with(days, frozenset(row.year for row in CalendarYear.select()), number)


def day_of(when, working, name):
    """The Day of an imported row; without a name the kind of day gives the reason."""
    return Day(working, False, Source.OVERRIDE, reason_of(when, working, name))


def with_current_calendar(city):
    """`city` with the calendar as it is now. Inside `db.write()` nobody imports meanwhile, so that a clock opened
    there is counted by the calendar that a recomputation will find or has used."""
    return city if city.calendar.version == calendar_version() else replace(city, calendar=imported_calendar())


class CurrentCity:
    """The City of a running process: `city` follows an import within EVERY, at one cheap look at the log."""

    def __init__(self, city):
        self.city = city
        self._looked_at = None

    def refresh(self, now):
        """Look, unless it was done a moment ago; returns the City. Call it with the database connected."""
        # The distance either way: a clock that is set back must not stop the looking.
        if self._looked_at is None or abs(now - self._looked_at) >= EVERY:
            self._looked_at = now
            self.city = with_current_calendar(self.city)
        return self.city

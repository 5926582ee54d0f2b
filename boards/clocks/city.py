"""The rules of the city that an installation serves, gathered once at the start."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from boards.clocks.calendar import WorkingCalendar
from boards.clocks.deadlines import Occasion, due
from boards.clocks.policy import Policy


@dataclass(frozen=True)
class City:
    """Policy, calendar and time zone; `screening` says whether questions wait for a moderator.

    `pacing` off lets imports and the demo write as fast as they can.
    """

    policy: Policy
    calendar: WorkingCalendar
    timezone: ZoneInfo
    screening: bool
    pacing: bool = True

    def due(self, kind, asked_at, question_kind=None, occasion=Occasion.QUESTION):
        """When a clock of `kind` that starts at `asked_at` runs out, with its explanation; None without such a clock."""
        return due(kind, asked_at, self.policy, self.calendar, self.timezone, question_kind, occasion=occasion)

    def without_limits(self):
        """The same city without posting limits."""
        return replace(self, pacing=False)

    def day(self, at):
        """The local date of `at`."""
        return at.astimezone(self.timezone).date()

"""The rules of the city that an installation serves, loaded once at the start."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from boards.clocks.calendar import WorkingCalendar
from boards.clocks.deadlines import Due, Occasion, due
from boards.clocks.policy import Policy
from forum.site_settings import Site


@dataclass(frozen=True)
class City:
    """Policy, calendar, time zone and names; `screening` says whether questions wait for a moderator.

    `pacing` False switches posting limits off, for imports and the demo.
    """

    policy: Policy
    calendar: WorkingCalendar
    timezone: ZoneInfo
    screening: bool
    pacing: bool = True
    site: Site = Site()

    def due(
        self, kind: str, asked_at: datetime, question_kind: str | None = None, occasion: Occasion = Occasion.QUESTION
    ) -> Due | None:
        """The Due of a clock of `kind` that starts at `asked_at`; None when the policy has no such clock."""
        return due(kind, asked_at, self.policy, self.calendar, self.timezone, question_kind, occasion=occasion)

    def without_limits(self) -> "City":
        """The same city without posting limits."""
        return replace(self, pacing=False)

    def day(self, at: datetime) -> date:
        """The local date of `at`."""
        return at.astimezone(self.timezone).date()

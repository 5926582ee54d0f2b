"""How a clock ended: met, missed or stopped (docs/glossary.md, "Rates"). Pure."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from boards.clocks.deadlines import COHANDLING, lateness
from boards.clocks.policy import ClockKind
from forum.deeds import Deed


class Outcome(StrEnum):
    """How a clock ended, stored with it once.

    MET: the department did in time what the clock asks for. MISSED: the limit ran out first, whatever ended the clock
    afterwards, so handing an overdue case on does not improve a rate. STOPPED: something else ended it inside its limit
    (transfer, return, decline, merge, duplicate, ...), so it counts in no rate.
    """

    MET = "met"
    MISSED = "missed"
    STOPPED = "stopped"


# The only deeds that do what a clock asks for: a result is a first reply and an acceptance too.
MEETS: Mapping[Deed, frozenset[str]] = {
    Deed.ACCEPT: frozenset({ClockKind.ACCEPT}),
    Deed.FIRST_REPLY: frozenset({ClockKind.ACCEPT, ClockKind.FIRST_REPLY}),
    Deed.RESULT: frozenset(ClockKind),
    Deed.INPUT: frozenset({COHANDLING}),
}


def meets(deed: str | None, kind: str) -> bool:
    """Whether `deed` does what a clock of `kind` asks for."""
    return any(kind in kinds for met_by, kinds in MEETS.items() if met_by == deed)


def outcome_of(kind: str, deed: str, due_at: datetime, ended_at: datetime) -> Outcome:
    """The Outcome of a clock of `kind` that `deed` ended at `ended_at`."""
    if lateness(due_at, ended_at, ended_at):
        return Outcome.MISSED
    return Outcome.MET if meets(deed, kind) else Outcome.STOPPED

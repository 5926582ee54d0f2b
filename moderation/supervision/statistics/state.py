"""What the figures depend on: how far their reader has read, how often they have changed, and which limits ran out."""

from datetime import date, datetime
from typing import NamedTuple

from boards.models.figures import CaseFigures
from forum.store.db import INSTANT, raw

READER = "figures"
LIMITS = ("open_until", "accept_until", "first_reply_until", "answer_until")
LAST_LIMITS = ", ".join(f"(SELECT MAX({each}) FROM case_figures WHERE {each} < %s)" for each in LIMITS)
STATE = f"""SELECT (SELECT MAX(id) FROM entry), (SELECT position FROM reader_cursor WHERE name = %s),
    (SELECT moved_at FROM reader_cursor WHERE name = %s), (SELECT MIN(day) FROM case_figures WHERE department = 0),
    (SELECT changes FROM figures_version), {LAST_LIMITS}"""


class State(NamedTuple):
    """At one moment; while `changes` and `limits` are the same, so are all figures.

    `newest` and `position` are the numbers of the log's last entry and of the last one that the reader of the figures has
    read, at `read_at`; `begun` is the day of the first question, `changes` counts changes of the figures and of the
    departments' names, `limits` are the last ones that ran out.
    """

    newest: int
    position: int
    read_at: datetime | None
    begun: date | None
    changes: int
    limits: tuple[datetime | str | None, ...]

    @property
    def behind(self) -> int:
        """How many entries the reader has still to read."""
        return self.newest - self.position


def state(now: datetime) -> State:
    """The State at `now`, in one statement."""
    row = raw(STATE, (READER, READER, *[INSTANT.db_value(now)] * len(LIMITS))).fetchone()
    newest, position, read_at, begun, changes, *limits = row
    return State(
        newest or 0,
        position or 0,
        INSTANT.python_value(read_at),
        CaseFigures.day.python_value(begun),
        changes or 0,
        tuple(limits),
    )

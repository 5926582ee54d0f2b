"""Counts of a period and the rates computed from them, as docs/glossary.md defines them. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")
MINUTES = 60  # of an hour


@dataclass(frozen=True)
class Record:
    """Counts of one department, or of the whole city, over a period.

    Every forwarded question is answered, pending inside its limits, or overdue. `..._due` counts questions with a
    clock that was met, missed or has run out; one that is still running, or was stopped inside its limit, is not counted.
    `own_department` are the questions of the department's own people (boards.rules.own_department), in no other count.
    """

    received: int = 0
    forwarded: int = 0
    answered: int = 0
    pending: int = 0
    overdue: int = 0
    accept_due: int = 0
    accepted_on_time: int = 0
    answer_due: int = 0
    answered_on_time: int = 0
    rated: int = 0
    satisfied: int = 0
    own_department: int = 0


def percent(part: int, whole: int) -> float | None:
    """`part` of `whole` in percent, two decimals, half up (9485 of 9562 is 99.19); None when `whole` is 0."""
    if not whole:
        return None
    return float((Decimal(100 * part) / whole).quantize(HUNDREDTH, ROUND_HALF_UP))


def hours_of(minutes: float | None) -> float | None:
    """Minutes in hours with one decimal; None for None."""
    return None if minutes is None else round(minutes / MINUTES, 1)

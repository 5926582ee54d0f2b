"""Why a callback (回访) is due and how a call can end. Pure."""

from enum import StrEnum


class Cause(StrEnum):
    """What made a callback due: an official answer, or a bad rating."""

    ANSWER = "answer"
    RATING = "rating"


class Outcome(StrEnum):
    """How a call ended; AGAIN keeps the task open until the time that was agreed."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    AGAIN = "again"

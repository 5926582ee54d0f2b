"""Why a call is owed (回访) and how it can end. Pure."""

from enum import StrEnum


class Cause(StrEnum):
    """Why a call is owed."""

    ANSWER = "answer"
    RATING = "rating"


class Outcome(StrEnum):
    """How a call ended; AGAIN keeps the task open until the time that was agreed."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    AGAIN = "again"

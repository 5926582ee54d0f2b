"""Acting on several threads by one form: how many at once, the ways of handing cases on, and the outcome of each. Pure."""

from dataclasses import dataclass
from typing import Any

from forum.messages import Message

MOST = 50  # threads on which one form may act at once

TRANSFER, RETURN = "transfer", "return"
WAYS = (TRANSFER, RETURN)


@dataclass(frozen=True)
class Outcome:
    """What became of one Thread: `done` with the message of success, else unchanged for the reason in it."""

    thread: Any
    done: bool
    message: Message

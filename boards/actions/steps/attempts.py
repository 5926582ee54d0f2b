"""One action on each of several threads: each in a transaction of its own, with its own outcome."""

from collections.abc import Callable

from boards.models.threads import Thread
from boards.rules.bulk import Outcome
from forum.messages import Message
from forum.problems import Invalid, Problem
from forum.store import db


def attempt(thread: Thread, act: Callable[[], Message]) -> Outcome:
    """The Outcome of `act` in a transaction; a Problem that it raises undoes what it wrote for this thread, and no other."""
    try:
        with db.write():
            return Outcome(thread, True, act())
    except Invalid as problem:
        return Outcome(thread, False, next(iter(problem.errors.values())))
    except Problem as problem:
        return Outcome(thread, False, problem.detail)

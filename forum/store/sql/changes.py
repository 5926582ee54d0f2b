"""Tells the threads of the worker when there may be something to do, so that they rest while nobody writes."""

import time
from collections.abc import Callable, Hashable
from threading import Lock

from forum.store.sql.state import DatabaseState

EVERY = 0.4  # seconds between two questions to the database, of all threads together
LINGER = 3.0  # seconds after a change in which steps go on, since some wait for a moment before they act
LONGEST = 4.0  # seconds without a step: what becomes due by the clock, and the readers of a worker that has gone, wait no longer


class Changes:
    """Whether the database has changed of late; several threads may share it."""

    def __init__(
        self,
        current: Callable[[], Hashable | None] | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._current, self._seconds = current or DatabaseState().current, seconds
        self._lock = Lock()
        self._state: Hashable | None = None
        self._asked_at = self._changed_at = seconds()

    def now(self) -> float:
        """The time in seconds, for `may_rest`."""
        return self._seconds()

    def may_rest(self, since: float) -> bool:
        """Whether a thread whose last step began at `since` may leave out the next: nothing has changed, and it has not rested long."""
        now = self._seconds()
        with self._lock:
            if now - self._asked_at >= EVERY:
                self._ask(now)
            return now - self._changed_at > LINGER and now - since < LONGEST

    def _ask(self, now: float) -> None:
        state, self._asked_at = self._current(), now
        if state is None or state != self._state:
            self._state, self._changed_at = state, now

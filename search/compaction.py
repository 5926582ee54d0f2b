"""An index that came to lie in many pieces is built anew by itself, beside the one in use."""

import subprocess
import sys
from datetime import timedelta

AGAIN = timedelta(hours=1)  # between two looks, so that what fails is not tried all the time


class Compacting:
    """Kept by the worker like a reader of the log; `start` begins a rebuild, and says by poll() when it has ended."""

    name = "search compacting"

    def __init__(self, engine, start):
        self._engine, self._start = engine, start
        self._running = self._looked = None

    def advance(self, now):
        """Have the index rebuilt if it should be; passes no entries."""
        if self._looked is None or now - self._looked >= AGAIN:
            self._looked = now
            self._look()
        return 0

    def _look(self):
        if self._running is not None and self._running.poll() is None:
            return
        self._running = self._start() if self._engine.is_fragmented() else None


def rebuilding():
    """`wenqu reindex` in a process of its own, behind everything else that wants to be computed."""
    return subprocess.Popen(["nice", "-n", "19", sys.executable, "-m", "forum", "reindex"], stdout=subprocess.DEVNULL)

"""Rebuilds a fragmented index in the background, beside the one in use."""

import logging
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

from forum.i18n.languages import in_language
from search.engines.base import Engine
from search.engines.capacity import outgrown

logger = logging.getLogger(__name__)

AGAIN = timedelta(hours=1)  # between two checks, so that a rebuild that fails is not repeated all the time


class Compacting:
    """Run by the worker like a reader of the log; `start` starts the process of a rebuild."""

    name = "search compacting"

    def __init__(self, engine: Engine, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self._engine, self._start, self.per_node = engine, start, engine.per_node
        self._running: subprocess.Popen[bytes] | None = None
        self._looked: datetime | None = None

    def advance(self, now: datetime) -> int:
        """Start a rebuild if the index needs one; returns 0, since no entries are read. At first, say if the engine is outgrown."""
        if self._looked is None or now - self._looked >= AGAIN:
            if self._looked is None:
                self._advise()
            self._looked = now
            self._look()
        return 0

    def _advise(self) -> None:
        if advice := outgrown(self._engine):
            logger.warning("%s", in_language(advice, "en"))

    def _look(self) -> None:
        if self._running is not None and self._running.poll() is None:
            return
        self._running = self._start() if self._engine.is_fragmented() else None


def rebuilding() -> subprocess.Popen[bytes]:
    """Start `wenqu reindex` as a process of the lowest priority."""
    return subprocess.Popen(["nice", "-n", "19", sys.executable, "-m", "forum", "reindex"], stdout=subprocess.DEVNULL)

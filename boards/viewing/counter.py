"""Counts views in the memory of one process. Pure.

A visitor counts once for a thread within WINDOW, or a little longer. Visitors are remembered as hashes under a key that
never leaves the process, for twice WINDOW at most.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock

WINDOW = timedelta(minutes=5)
REMEMBERED = 20_000  # views remembered within a WINDOW; more end it early, so that memory is bounded
THREADS = 20_000  # threads counted between two writes; views of further ones are not counted

# Words of the User-Agent of crawlers, feed readers, link previews, monitors and programs.
_ROBOTS = (
    "bot crawl spider slurp fetch preview monitor scan archiver feed lighthouse headless "
    "curl wget python java/ go-http httpclient libwww scrapy axios node ruby perl php"
).split()
_TELEPHONE = "cubot"  # a maker of telephones


def is_robot(user_agent: str) -> bool:
    """Whether a User-Agent is none, or that of a program without a reader, as far as it says so."""
    said = user_agent.lower().replace(_TELEPHONE, "")
    return not said or any(word in said for word in _ROBOTS)


class ViewCounter:
    """The views since the last `take`; for several threads of a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._key = token_bytes(16)
        self._began: datetime | None = None
        self._recent: set[bytes] = set()
        self._earlier: set[bytes] = set()
        self._counted: Counter[int] = Counter()

    def add(self, thread: int, visitor: str, now: datetime) -> None:
        """Count a view of that thread, unless the visitor has just viewed it."""
        mark = blake2b(f"{thread} {visitor}".encode(errors="replace"), key=self._key, digest_size=8).digest()
        with self._lock:
            self._forget(now)
            if mark in self._recent or mark in self._earlier:
                return
            self._recent.add(mark)
            if thread in self._counted or len(self._counted) < THREADS:
                self._counted[thread] += 1

    def take(self) -> dict[int, int]:
        """The views of each thread since the last time; they are counted here no longer."""
        with self._lock:
            counted, self._counted = self._counted, Counter()
        return dict(counted)

    def put_back(self, counted: Mapping[int, int]) -> None:
        """Count again what was taken and could not be written."""
        with self._lock:
            for thread, views in counted.items():
                if thread in self._counted or len(self._counted) < THREADS:
                    self._counted[thread] += views

    def _forget(self, now: datetime) -> None:
        age = abs(now - (self._began or now))
        if self._began is None or age >= WINDOW or len(self._recent) >= REMEMBERED:
            self._earlier = self._recent if age < 2 * WINDOW else set()
            self._recent, self._began = set(), now

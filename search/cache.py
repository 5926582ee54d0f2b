"""A cache of results that is valid as long as its key is unchanged.

The key holds everything that a result depends on (search.queries.state), the log's last entry included, so that what has been
hidden, sealed, moved or answered since is never shown as it was.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

T = TypeVar("T")

MOST = 256


class ResultCache:
    """At most `most` results; the least recently used are dropped first. Threads may share it."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._lock = most, Lock()
        self._results: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T], holds: Callable[[T], bool] = lambda result: True) -> T:
        """The result cached under `key` if it still `holds`, or else that of `make()`; nothing is cached when that raises."""
        with self._lock:
            if key in self._results and holds(self._results[key]):
                self._results.move_to_end(key)
                return cast(T, self._results[key])
        made = make()
        with self._lock:
            self._results[key] = made
            self._results.move_to_end(key)
            while len(self._results) > self._most:
                self._results.popitem(last=False)
        return made

"""Results that were made a moment ago, kept for as long as nothing has happened since.

What is kept is asked for by everything that it depends on (search.queries.state): the log's last entry among it, so that what has been
hidden, sealed, moved or answered since is never shown as it was.
"""

from collections import OrderedDict
from threading import Lock

MOST = 256


class ResultCache:
    """At most `most` things, those not asked for the longest given up first. Threads may share it."""

    def __init__(self, most=MOST):
        self._most, self._things, self._lock = most, OrderedDict(), Lock()

    def get(self, key, make, holds=lambda thing: True):
        """What was kept under `key` if it still `holds`, or else what `make()` makes; nothing is kept when that raises."""
        with self._lock:
            if key in self._things and holds(self._things[key]):
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            self._things[key] = made
            self._things.move_to_end(key)
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return made

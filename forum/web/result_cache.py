"""A cache of results, and of whole pages for guests, each valid as long as its key is unchanged.

The key holds everything that a result depends on (as search.queries.state), the log's last entry included, so that what has been
hidden, sealed, moved or answered since is never shown as it was.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from flask import request, session

from forum.i18n import posts as posts_in_script
from forum.i18n.languages import current_language
from forum.web.door import current_actor
from forum.wenqu import wenqu

T = TypeVar("T")

MOST = 256
TYPE_COOKIE = "type"  # the size of type that was chosen


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


def result_cache() -> ResultCache:
    """The results that this process has cached."""
    return cast(ResultCache, wenqu().results)


def page_key() -> tuple[Hashable, ...]:
    """What of the request, besides the viewer, a page depends on: address, language, script and size of type."""
    chosen = (request.cookies.get(name) for name in (TYPE_COOKIE, posts_in_script.COOKIE))
    return request.full_path, current_language(), *chosen


def guest_page_key() -> tuple[Hashable, ...] | None:
    """What of the request a guest's whole page depends on; None for whoever is signed in or has a session, whose page is their own."""
    return None if current_actor().signed_in or session else page_key()

"""Pages that are kept, for several threads of a process."""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Any

from forum.store.sql.reads import Read

LARGEST = 512 * 1024  # bytes of a page
MOST_BYTES = 16 * 1024**2  # of all pages of a process


@dataclass(frozen=True)
class Page:
    """A page's content, and what it was made of: from `made_at` until `until` it depends on nothing but what its statements read."""

    content: Any  # a forum.web.page_cache.keeping.Content
    made_at: datetime
    until: datetime
    city: object  # the rules in force
    state: Hashable  # of the database in which it was made, or last found to be still the same
    reads: Sequence[Read]
    digest: bytes

    def found_the_same_in(self, state: Hashable) -> "Page":
        """The page, of which that state of the database makes no other."""
        return replace(self, state=state)

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return self.content.size + sum(len(sql) for sql, _ in self.reads) + 2048


class Pages:
    """At most `most` bytes of pages; the least recently used are dropped first."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self.size, self._lock = most, 0, Lock()  # bytes
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()

    def get(self, key: Hashable) -> Page | None:
        """The page with that key."""
        with self._lock:
            if (page := self._pages.get(key)) is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: Page) -> None:
        """Keep a page, in place of an earlier one."""
        with self._lock:
            self._drop(key)
            self._pages[key], self.size = page, self.size + page.size
            while self.size > self._most:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Hashable) -> None:
        if (dropped := self._pages.pop(key, None)) is not None:
            self.size -= dropped.size

"""The loop that waits for waitress's connections, by epoll or kqueue.

waitress itself asks every connection before each wait whether it reads or writes: with a thousand of them a byte costs a
millisecond. Here only those are asked of which something may have changed.
"""

import selectors
from collections.abc import Iterable
from typing import Any

from waitress import wasyncore

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class Loop:
    """Waits for the dispatchers of `map` (waitress.wasyncore: file number -> dispatcher)."""

    def __init__(self, map: dict[int, Any]) -> None:
        self._map, self._selector = map, selectors.DefaultSelector()
        self._changed: set[Any] = set(map.values())

    def turn(self, seconds: float, changed: Iterable[Any]) -> None:
        """Handle what has come, after at most `seconds`; `changed`: dispatchers that may now want to read or write."""
        before, self._changed = self._changed, set()
        for each in before.union(changed):
            self._watch(each)
        for key, events in self._selector.select(seconds):
            self._handle(key, events)

    def watch_next(self, dispatcher: Any) -> None:
        """Ask a dispatcher before the next wait whether it wants to read or to write."""
        self._changed.add(dispatcher)

    def forget(self, number: int) -> None:
        """Wait no longer for the dispatcher with this file number, which is about to be closed."""
        if number in self._selector.get_map():
            self._selector.unregister(number)

    def _watch(self, dispatcher: Any) -> None:
        number = dispatcher._fileno
        if number not in self._map or self._map[number] is not dispatcher:
            return
        events = (READ if dispatcher.readable() else 0) | (WRITE if dispatcher.writable() else 0)
        watched = self._selector.get_map().get(number)
        if watched is None and events:
            self._selector.register(number, events, dispatcher)
        elif watched is not None and not events:
            self._selector.unregister(number)
        elif watched is not None and watched.events != events:
            self._selector.modify(number, events, dispatcher)

    def _handle(self, key: selectors.SelectorKey, events: int) -> None:
        for event, handle in ((READ, wasyncore.read), (WRITE, wasyncore.write)):
            if events & event and self._map.get(key.fd) is key.data:
                handle(key.data)
        self._changed.add(key.data)

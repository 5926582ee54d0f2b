"""What requests note in memory, since a GET writes nothing to the database: a thread writes it every few seconds."""

import logging
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST = 20_000  # keys noted between two writes; further ones are dropped, so that memory is bounded


class Noted(Generic[Key, Value]):
    """{key: the newest value noted} since the last `flush`, for several threads of a process. `write` raises what it likes.

    With `once`, a value that was noted or written last for its key is not noted again.
    """

    def __init__(self, write: Callable[[Mapping[Key, Value]], None], once: bool = False) -> None:
        self._write, self._once = write, once
        self._lock, self._turn = Lock(), Lock()
        self._waiting: dict[Key, Value] = {}
        self._written: dict[Key, Value] = {}

    def add(self, key: Key, value: Value) -> None:
        """Note `value` for `key`."""
        with self._lock:
            if self._once and self._written.get(key) == value:
                return
            if key in self._waiting or len(self._waiting) < MOST:
                self._waiting[key] = value

    def flush(self) -> None:
        """Write what was noted. Raises nothing: what the database does not take is forgotten, since it is of no great use."""
        with self._turn:
            with self._lock:
                noted, self._waiting = self._waiting, {}
            try:
                if noted:
                    self._write(noted)
            except Exception as error:
                log.warning("%s notes are lost: %s", len(noted), error)
            self._remember(noted)

    def _remember(self, noted: Mapping[Key, Value]) -> None:
        if self._once:
            with self._lock:
                self._written = {**(self._written if len(self._written) < MOST else {}), **noted}

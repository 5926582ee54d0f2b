"""Leads held as locks on files of a folder, which the system frees when the process ends: among the workers of one machine."""

import fcntl
import os
import re
import time
from pathlib import Path
from threading import Lock

AGAIN = 1.0  # seconds between two tries to take a lead that another worker has


class FolderLeads:
    """The leads of one worker; its threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock = folder, Lock()
        self._held: dict[str, int] = {}
        self._not_before: dict[str, float] = {}

    def holds(self, name: str) -> bool:
        """Whether this worker runs the reader of that name, which it does from now on when no other does."""
        with self._lock:
            return name in self._held or self._takes(name)

    def release(self, name: str, wait: float) -> None:
        """Leave a reader to another worker, and do not try to take it again for `wait` seconds."""
        with self._lock:
            self._not_before[name] = time.monotonic() + wait
            if name in self._held:
                os.close(self._held.pop(name))

    def close(self) -> None:
        """Leave every reader to others."""
        with self._lock:
            while self._held:
                os.close(self._held.popitem()[1])

    def _takes(self, name: str) -> bool:
        now = time.monotonic()
        if now < self._not_before.get(name, now):
            return False
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self._folder / f"{re.sub('[^a-z]', '-', name)}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            self._not_before[name] = now + AGAIN
            return False
        self._held[name] = file
        return True

"""The leads of a worker: which of its readers it runs now."""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from forum.store.leads.folder import FolderLeads
from forum.store.sql.bound import is_sqlite

UNFIT_WAIT = 30.0  # seconds for which an unfit worker leaves a reader to others


class Held(Protocol):
    """Leads of one kind (ServerLeads, FolderLeads)."""

    def holds(self, name: str) -> bool:
        """Whether this worker runs the reader of that name, which it does from now on when no other does."""

    def release(self, name: str, wait: float) -> None:
        """Leave a reader to another worker, and do not try to take it again for `wait` seconds."""

    def close(self) -> None:
        """Leave every reader to others."""


class Leads:
    """Tells of each reader whether this worker runs it.

    One that is `per_node` works in the node's own folder, and is run by one worker of each node. A reader may have a method
    `fit()`: where it is not, it takes one step, in which it says what is missing, and is left to other workers; and a method
    `taken_over()`, called before its first step after another worker's.
    """

    def __init__(self, shared: Held, own: Held) -> None:
        self._shared, self._own = shared, own
        self._running: set[str] = set()

    def holds(self, reader: Any) -> bool:
        """Whether this worker runs that reader now."""
        if not self._of(reader).holds(reader.name):
            self._running.discard(reader.name)
            return False
        if reader.name not in self._running:
            self._running.add(reader.name)
            getattr(reader, "taken_over", lambda: None)()
        return True

    def after_step(self, reader: Any) -> None:
        """Leave a reader to others when this worker is not fit to run it."""
        fit: Callable[[], bool] | None = getattr(reader, "fit", None)
        if fit is not None and not fit():
            self._of(reader).release(reader.name, UNFIT_WAIT)

    def close(self) -> None:
        """Leave every reader to others."""
        self._shared.close()
        self._own.close()

    def _of(self, reader: Any) -> Held:
        return self._own if getattr(reader, "per_node", False) else self._shared


def leads_of(data: Path) -> Leads:
    """The Leads of a worker whose data folder is `data`, on the database that the process is connected to."""
    own = FolderLeads(data / "leads")
    return Leads(own if is_sqlite() else _of_server(), own)


def _of_server() -> Held:
    from forum.store.leads.server import ServerLeads  # imports the driver: see forum.roof.drivers

    return ServerLeads(f"wenqu worker {os.getpid()} on {socket.gethostname()}")

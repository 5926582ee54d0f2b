"""The state of the database as a value that changes with every commit, whichever process makes it."""

import weakref
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any
from urllib.parse import quote

import peewee
from peewee import sqlite3  # the library that the other connections use: two in one process lose each other's locks

from forum.store.sql.bound import database, is_sqlite

# https://www.sqlite.org/pragma.html#pragma_data_version and PostgreSQL's "System Information Functions": a snapshot tells
# which transactions are visible, so two that are equal see the same rows.
SQLITE = "PRAGMA data_version"
POSTGRESQL = "SELECT pg_current_snapshot()::text"


class DatabaseState:
    """Tells whether anything was committed since, on a connection of its own; several threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection: Any = None
        self._opened = 0  # connections so far, since a version counts for its connection only
        self._opened_for: peewee.Database | None = None
        self._closing: Callable[[], object] = lambda: None

    def current(self) -> Hashable | None:
        """A value that is equal only as long as nothing is committed; None when the database doesn't answer."""
        with self._lock:
            try:
                ((version,),) = self._connected().execute(SQLITE if is_sqlite() else POSTGRESQL).fetchall()
            except Exception:  # of either driver: the page is then made as if nothing were cached
                self.close()
                return None
            return self._opened, version

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        self._closing()
        self._connection = None

    def _connected(self) -> Any:
        if self._opened_for is not database.obj:
            self.close()
        if self._connection is None:
            self._connection, self._opened_for = _open(), database.obj
            self._opened += 1
            self._closing = weakref.finalize(self, self._connection.close)
        return self._connection


def _open() -> Any:
    if is_sqlite():
        path = f"file:{quote(database.database)}?mode=ro"
        return sqlite3.connect(path, uri=True, isolation_level=None, check_same_thread=False)
    import psycopg  # a site on SQLite does without: see forum.roof.drivers

    return psycopg.connect(dbname=database.database, autocommit=True, **database.connect_params)

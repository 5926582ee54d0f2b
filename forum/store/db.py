"""The database of the process: SQLite by default, PostgreSQL by `WENQU_DATABASE`.

Every write goes through `write()`. Writers take turns, so entries of the log are numbered in the
order in which they are committed; without that a reader could skip an entry that commits late.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import quote

import peewee
from playhouse.db_url import parse as parse_url
from playhouse.pool import PooledSqliteDatabase

from forum.store.guard import authorize
from forum.store.sql import postgresql, turns
from forum.store.sql.bound import database, is_sqlite, raw
from forum.store.sql.composing import composed
from forum.store.sql.models import INSTANT, Instant, Model
from forum.store.sql.reads import RecordedReads

__all__ = ["INSTANT", "Instant", "Model", "composed", "database", "is_sqlite", "raw"]

WRITERS_TAKE_TURNS = 0x57454E51  # "WENQ": the advisory lock of PostgreSQL that every writer holds

SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "cache_size": -8_000,  # kB of each of a process's connections; the system keeps what else was read
    "trusted_schema": 0,
}


class GuardedSqlite(RecordedReads, PooledSqliteDatabase):
    """SQLite whose connections have the guard's authorizer, unless opened for upkeep."""

    upkeep = False

    def _add_conn_hooks(self, conn: Any) -> None:
        super()._add_conn_hooks(conn)
        conn.set_busy_handler(turns.Waiting())
        if not self.upkeep:
            conn.set_authorizer(authorize)


def connect(url: str, *, upkeep: bool = False, read_only: bool = False, web: bool = False) -> peewee.Database:
    """Bind the process to the database at `url` (sqlite:///file or postgresql://...) and return it.

    `upkeep` opens it for `wenqu init`, the only command that changes tables and triggers. `read_only` opens an
    existing database, writes nothing to it and waits for no writer. `web`: for requests, which must not take long.
    """
    opened = _opened(url, upkeep, read_only, web)
    database.initialize(opened)
    return opened


def _opened(url: str, upkeep: bool, read_only: bool, web: bool) -> peewee.Database:
    if not url.startswith("sqlite:"):
        limits = {} if upkeep else postgresql.WEB if web else postgresql.PROGRAM
        return postgresql.postgresql(url, limits, postgresql.READ_ONLY if read_only else {})
    return _read_only_sqlite(url) if read_only else _sqlite(url, upkeep)


def login_of(url: str) -> str:
    """The name of the role in a postgresql:// URL."""
    user: str = parse_url(url)["user"]
    return user


def _sqlite(url: str, upkeep: bool) -> GuardedSqlite:
    opened = GuardedSqlite(
        url.removeprefix("sqlite:///"),
        pragmas=SQLITE_PRAGMAS,
        lock_type="IMMEDIATE",
        timeout=10,
        max_connections=None,
        check_same_thread=False,
        cached_statements=512,
    )
    opened.upkeep = upkeep
    return opened


def _read_only_sqlite(url: str) -> PooledSqliteDatabase:
    path = quote(url.removeprefix("sqlite:///"))
    return PooledSqliteDatabase(
        f"file:{path}?mode=ro", uri=True, timeout=10, lock_type="DEFERRED", max_connections=None
    )


class WriteRefused(RuntimeError):
    """A write was tried inside `refusing_writes`."""


_refusing: ContextVar[bool] = ContextVar("refusing", default=False)


@contextmanager
def refusing_writes() -> Iterator[None]:
    """A block in which `write()` raises WriteRefused, for showing what an action's form looks like."""
    before = _refusing.set(True)
    try:
        yield
    finally:
        _refusing.reset(before)


@contextmanager
def write() -> Iterator[Any]:
    """A transaction that writes, one at a time in all processes; inside another transaction it is a savepoint.

    Raises WriteRefused inside `refusing_writes`.
    """
    if _refusing.get():
        raise WriteRefused
    outermost = not database.in_transaction()
    with ExitStack() as stack:
        if not outermost:
            _surround(stack, outermost)
        transaction = stack.enter_context(database.atomic() if outermost else _savepoint())
        if outermost:
            if not is_sqlite():
                database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (WRITERS_TAKE_TURNS,))
            _surround(stack, outermost)
        yield transaction
    if outermost:
        turns.rest()


_savepoints: ContextVar[int] = ContextVar("savepoints", default=0)


@contextmanager
def _savepoint() -> Iterator[None]:
    """A savepoint named by its depth; names that never return, as peewee's, fill the driver's cache of compiled statements."""
    before = _savepoints.set(_savepoints.get() + 1)
    name = f"savepoint_{_savepoints.get()}"
    try:
        database.execute_sql(f"SAVEPOINT {name}")
        try:
            yield
            database.execute_sql(f"RELEASE SAVEPOINT {name}")
        except BaseException:
            database.execute_sql(f"ROLLBACK TO SAVEPOINT {name}")
            raise
    finally:
        _savepoints.reset(before)


def _surround(stack: ExitStack, outermost: bool) -> None:
    for manager in _surrounding:
        stack.enter_context(manager(outermost))


_surrounding: list[Callable[[bool], AbstractContextManager[None]]] = []


def surround_writes(manager: Callable[[bool], AbstractContextManager[None]]) -> None:
    """Have `write()` enter `manager(outermost)` after its transaction began, and leave it before the commit.

    Around a savepoint it is entered before that begins.
    """
    _surrounding.append(manager)


@contextmanager
def connection() -> Iterator[None]:
    """A connection for the block, returned to the pool afterwards."""
    opened_here = database.connect(reuse_if_open=True)
    try:
        yield
    finally:
        if opened_here and not database.is_closed():
            database.close()

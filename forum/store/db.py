"""The one database of the process: SQLite by default, PostgreSQL by `WENQU_DATABASE`.

Every write goes through `write()`. Writers take turns, so entries of the log are numbered in the
order in which they were committed; without that a reader could step over an entry that commits late.
"""

from collections.abc import Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import peewee
from playhouse.db_url import parse as parse_url
from playhouse.pool import PooledPostgresqlDatabase, PooledSqliteDatabase

from forum.clock import local
from forum.store.guard import authorize

database = peewee.DatabaseProxy()

WRITERS_TAKE_TURNS = 0x57454E51  # "WENQ": the advisory lock of PostgreSQL that every writer holds

READ_ONLY = " -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"

SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "busy_timeout": 10_000,
    "cache_size": -32_000,
    "trusted_schema": 0,
}


class Model(peewee.Model):
    """The base of every table."""

    class Meta:
        database = database
        legacy_table_names = False


class Instant(peewee.Field):
    """An aware UTC time; in SQLite as text of fixed width, so that it sorts and compares. A naive one is a ValueError."""

    field_type = "TIMESTAMPTZ"

    def db_value(self, value):
        return None if value is None else local(value, UTC).isoformat(" ", "microseconds")

    def python_value(self, value):
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return value if value is None else value.astimezone(UTC)


class GuardedSqlite(PooledSqliteDatabase):
    """SQLite whose connections refuse deletion, schema changes and rewriting, unless opened for upkeep."""

    upkeep = False

    def _add_conn_hooks(self, conn):
        super()._add_conn_hooks(conn)
        if not self.upkeep:
            conn.set_authorizer(authorize)


def connect(url, *, upkeep=False, read_only=False):
    """Bind the process to the database at `url` (sqlite:///file or postgresql://...) and return it.

    `upkeep` opens it for `wenqu init`, the only place where tables and triggers change. `read_only` opens one
    that exists, writes nothing at all, and waits for no writer.
    """
    if url.startswith("sqlite:"):
        opened = _read_only_sqlite(url) if read_only else _sqlite(url, upkeep)
    else:
        opened = _postgresql(url, READ_ONLY if read_only else "")
    database.initialize(opened)
    return opened


def cached_sql(query_of):
    """rows(numbers): of the query `query_of(numbers)`, whose SQL is composed once for each count of numbers, which costs more than running it.

    The numbers must be the first values in it.
    """

    @lru_cache
    def statement(sqlite, count):
        sql, values = query_of(list(range(count))).sql()
        assert values[:count] == list(range(count))
        return sql, values[count:]

    def rows(numbers):
        sql, others = statement(is_sqlite(), len(numbers))
        return database.execute_sql(sql, [*numbers, *others]).fetchall()

    return rows


def raw(statement: str, params: Sequence[Any] = ()) -> Any:
    """The cursor of a statement in plain SQL; each of its parameters is written `%s`, on both engines.

    For statements that are run so often that composing them would cost more than running them.
    """
    return database.execute_sql(statement.replace("%s", database.param), params)


def is_sqlite():
    return isinstance(database.obj, peewee.SqliteDatabase)


def login_of(url):
    """The name of the role in a postgresql:// URL."""
    return parse_url(url)["user"]


def _sqlite(url, upkeep):
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


def _read_only_sqlite(url):
    path = quote(url.removeprefix("sqlite:///"))
    return PooledSqliteDatabase(
        f"file:{path}?mode=ro", uri=True, timeout=10, lock_type="DEFERRED", max_connections=None
    )


def _postgresql(url, more=""):
    options = parse_url(url)
    # Named last, a temporary table cannot stand before the real one.
    options.setdefault("options", "-c timezone=UTC -c search_path=public,wenqu_search,pg_temp")
    options["options"] += more
    return PooledPostgresqlDatabase(
        options.pop("database"), prefer_psycopg3=True, max_connections=64, timeout=20, **options
    )


@contextmanager
def write():
    """One transaction that changes something; inside another it is a savepoint of it."""
    outermost = not database.in_transaction()
    with database.atomic() as transaction:
        if outermost and not is_sqlite():
            database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (WRITERS_TAKE_TURNS,))
        yield transaction


@contextmanager
def connection():
    """A connection for the length of a request or a command, given back to the pool afterwards."""
    opened_here = database.connect(reuse_if_open=True)
    try:
        yield
    finally:
        if opened_here and not database.is_closed():
            database.close()

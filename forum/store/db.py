"""The database of the process: SQLite by default, PostgreSQL by `WENQU_DATABASE`.

Every write goes through `write()`. Writers take turns, so entries of the log are numbered in the
order in which they are committed; without that a reader could skip an entry that commits late.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, Self
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

    @classmethod
    def get_by_id(cls, pk: Any) -> Self:
        """The row with that primary key; raises DoesNotExist. Its SQL is composed once, which takes longer than running it."""
        statement = _select_by_id(cls, is_sqlite())  # type: ignore[arg-type]  # a class is hashable
        row: Self = cls.raw(statement, cls._meta.primary_key.db_value(pk)).get()
        return row

    @classmethod
    def create(cls, **values: Any) -> Self:
        """Insert a row and return it, with defaults and its new primary key. Its SQL is composed once for the same set of fields."""
        row, key = cls(**values), cls._meta.primary_key
        statement, params = _insert(cls, tuple(row.__data__), is_sqlite())  # type: ignore[arg-type]
        returned = database.execute_sql(f'{statement} RETURNING "{key.column_name}"', params(row.__data__))
        setattr(row, key.name, key.python_value(returned.fetchone()[0]))
        row._dirty.clear()
        return row

    @classmethod
    def insert_all(cls, rows: Sequence[Mapping[str, Any]], conflict: str = "") -> None:
        """Insert rows ({name of a field: value}), all with the fields of the first; columns that are left out get the database's default.

        `conflict` is an ON CONFLICT clause in SQL. Composed once for the same set of fields: peewee takes some ten times as long
        to compose many rows as inserting them takes.
        """
        if rows:
            statement, params = _insert(cls, tuple(rows[0]), is_sqlite())  # type: ignore[arg-type]
            database.connection().cursor().executemany(f"{statement} {conflict}", map(params, rows))


@cache
def _insert(model: Any, names: tuple[str, ...], sqlite: bool) -> tuple[str, Callable[[Mapping[str, Any]], list[Any]]]:
    """(INSERT of the fields with these names, function that gives its parameters for a row)."""
    fields = [model._meta.fields[name] for name in names]
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    marks = ", ".join(["?" if sqlite else "%s"] * len(fields))
    statement = f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES ({marks})'
    return statement, lambda row: [field.db_value(row[field.name]) for field in fields]


@cache
def _select_by_id(model: Any, sqlite: bool) -> str:
    columns = ", ".join(f'"{field.column_name}"' for field in model._meta.sorted_fields)
    param = "?" if sqlite else "%s"
    return f'SELECT {columns} FROM "{model._meta.table_name}" WHERE "{model._meta.primary_key.column_name}" = {param}'


class Instant(peewee.Field):
    """An aware UTC time; in SQLite as text of fixed width, so that it sorts and compares. A naive one is a ValueError."""

    field_type = "TIMESTAMPTZ"

    def db_value(self, value: datetime | None) -> str | None:
        return None if value is None else local(value, UTC).isoformat(" ", "microseconds")

    def python_value(self, value: datetime | str | None) -> datetime | None:
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return value if value is None else value.astimezone(UTC)


INSTANT = Instant()


class GuardedSqlite(PooledSqliteDatabase):
    """SQLite whose connections have the guard's authorizer, unless opened for upkeep."""

    upkeep = False

    def _add_conn_hooks(self, conn: Any) -> None:
        super()._add_conn_hooks(conn)
        if not self.upkeep:
            conn.set_authorizer(authorize)


def connect(url: str, *, upkeep: bool = False, read_only: bool = False) -> peewee.Database:
    """Bind the process to the database at `url` (sqlite:///file or postgresql://...) and return it.

    `upkeep` opens it for `wenqu init`, the only command that changes tables and triggers. `read_only` opens an
    existing database, writes nothing to it and waits for no writer.
    """
    opened = _opened(url, upkeep, read_only)
    database.initialize(opened)
    return opened


def _opened(url: str, upkeep: bool, read_only: bool) -> peewee.Database:
    if not url.startswith("sqlite:"):
        return _postgresql(url, READ_ONLY if read_only else "")
    return _read_only_sqlite(url) if read_only else _sqlite(url, upkeep)


@dataclass(frozen=True)
class _Place:
    """Stands among the parameters of composed SQL for the value of that number."""

    number: int


def composed(query_of: Callable[..., Any]) -> Callable[..., list[Any]]:
    """A function that runs the query `query_of(*values, **shape)` and returns its rows, composed once for each shape.

    Composing a join takes peewee several times as long as running it. The values are parameters of the query: `query_of`
    is given an expression for each, and may compare and select it, but neither look at it nor compare it with None. What
    the query's form depends on is given by name, and is hashable; so is how many values there are.
    """

    @lru_cache
    def template(sqlite: bool, count: int, shape: tuple[tuple[str, Any], ...]) -> tuple[Any, str, list[Any]]:
        places = (peewee.Value(_Place(number), converter=False) for number in range(count))
        query = query_of(*places, **dict(shape))
        return query, *query.sql()

    def rows(*values: Any, **shape: Any) -> list[Any]:
        query, sql, params = template(is_sqlite(), len(values), tuple(sorted(shape.items())))
        given = [_stored(values[param.number]) if isinstance(param, _Place) else param for param in params]
        return list(query._get_cursor_wrapper(database.execute_sql(sql, given)))

    return rows


def _stored(value: Any) -> Any:
    return INSTANT.db_value(value) if isinstance(value, datetime) else value


def raw(statement: str, params: Sequence[Any] = ()) -> Any:
    """The cursor of a statement in plain SQL with the placeholder `%s`, on both engines.

    For frequent statements, which cost more to compose with peewee than to run.
    """
    return database.execute_sql(statement.replace("%s", database.param), params)


def is_sqlite() -> bool:
    return isinstance(database.obj, peewee.SqliteDatabase)


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


def _postgresql(url: str, more: str = "") -> PooledPostgresqlDatabase:
    options = parse_url(url)
    # With pg_temp named last, a temporary table cannot shadow a real one.
    options.setdefault("options", "-c timezone=UTC -c search_path=public,wenqu_search,pg_temp")
    options["options"] += more
    return PooledPostgresqlDatabase(
        options.pop("database"), prefer_psycopg3=True, max_connections=64, timeout=20, **options
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

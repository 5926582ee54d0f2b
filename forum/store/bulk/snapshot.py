"""One consistent state of the whole database, read while the site goes on: WAL on SQLite, repeatable read on PostgreSQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from forum.store import db, schema
from forum.store.bulk.tables import Table
from forum.store.sql.upkeep_turns import upkeep_turn

FETCHED = 500  # rows that PostgreSQL's driver holds


class Snapshot:
    """Reads inside `snapshot`."""

    def rows(self, statement: str, params: Sequence[Any] = ()) -> Iterator[Sequence[Any]]:
        """The rows of a statement in plain SQL with the placeholder `%s`, one after the other."""
        if db.is_sqlite():
            yield from db.raw(statement, params)
            return
        with db.database.connection().cursor(name="wenqu_snapshot") as cursor:
            cursor.itersize = FETCHED
            yield from cursor.execute(statement, params or None)

    def one(self, statement: str, params: Sequence[Any] = ()) -> Any:
        """The first value of the first row, None without one."""
        found = db.raw(statement, params).fetchone()
        return found[0] if found else None

    def migrations(self) -> list[str]:
        """The names of the migrations applied, in order."""
        return [name for (name,) in db.raw("SELECT name FROM schema_migration ORDER BY name").fetchall()]

    def span(self, table: Table, first: int, end: int) -> Iterator[Sequence[Any]]:
        """The rows whose numbers are from `first` and below `end`, in order."""
        where = f'WHERE "{table.key}" >= %s AND "{table.key}" < %s ORDER BY "{table.key}"'
        return self.rows(f'SELECT {_columns(table)} FROM "{table.name}" {where}', (first, end))

    def all(self, table: Table) -> Iterator[Sequence[Any]]:
        """Every row, ordered by the bytes of the primary key."""
        collate = 'COLLATE "C"' if not db.is_sqlite() and _is_text(table) else ""
        return self.rows(f'SELECT {_columns(table)} FROM "{table.name}" ORDER BY "{table.key}" {collate}')

    def next_number(self, table: Table, start: int) -> int | None:
        """The lowest number from `start` on."""
        found = self.one(
            f'SELECT "{table.key}" FROM "{table.name}" WHERE "{table.key}" >= %s ORDER BY "{table.key}" LIMIT 1',
            (start,),
        )
        return None if found is None else int(found)

    def last_number(self, table: Table) -> int:
        """The highest number, 0 without rows."""
        return int(self.one(f'SELECT MAX("{table.key}") FROM "{table.name}"') or 0)


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """The state of the database at `url` now; raises SchemaError. `wenqu init` waits for its end."""
    opened = db.connect(url, read_only=True)
    try:
        with db.connection(), upkeep_turn(shared=True):
            schema.check_version()
            with opened.atomic():
                if not db.is_sqlite():  # between two statements a file may take its time to arrive
                    db.raw("SET LOCAL idle_in_transaction_session_timeout = 0")
                db.raw("SELECT 1 FROM schema_migration LIMIT 1").fetchone()  # the transaction sees what is there now
                yield Snapshot()
    finally:
        opened.close_all()


def _columns(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _is_text(table: Table) -> bool:
    return next(column.kind for column in table.columns if column.name == table.key) == "text"

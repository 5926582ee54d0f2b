"""The database that an import fills: its tables without indexes, keys and triggers, which come when every row is there.

Two tables of its own say what is in already and what is still to be done, so that an import that was ended anywhere goes on.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import peewee

from forum.store import db, ownership, schema
from forum.store.bulk.tables import NO_PART_OF_A_CITY, Table, table_names, tables_of
from forum.store.sql.upkeep_turns import upkeep_turn

MADE_BY_INIT = frozenset({"figures_version", "ledger_name"})  # what `wenqu init` writes into an empty database
SQLITE_INDEXES = "SELECT 'DROP INDEX \"' || name || '\"', sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
POSTGRESQL_INDEXES = """
SELECT 'DROP INDEX "' || i.relname || '"', pg_get_indexdef(x.indexrelid) FROM pg_index AS x
JOIN pg_class AS i ON i.oid = x.indexrelid WHERE i.relnamespace = 'public'::regnamespace
AND NOT EXISTS (SELECT 1 FROM pg_constraint AS c WHERE c.conindid = x.indexrelid AND c.contype <> 'f') ORDER BY i.relname
"""
POSTGRESQL_KEYS = """
SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname),
'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY conname
"""


class TargetError(Exception):
    """The database cannot be filled; the text says why."""


class Target:
    """The database inside `opened_for_import`."""

    def __init__(self, opened: peewee.Database, url: str, upkeep: str | None) -> None:
        self.opened, self.url, self.upkeep = opened, url, upkeep
        self.sqlite = db.is_sqlite()

    def begun(self) -> str | None:
        """The digest of what is being imported; None before the first step, and after the last."""
        if schema.IMPORTING[1] not in self.opened.get_tables():
            return None
        found = db.raw("SELECT statement FROM import_step WHERE position = 0").fetchone()
        return None if found is None else str(found[0])

    def refuse_occupied(self) -> None:
        """Raises TargetError when the database holds anything, or its tables are not this login's."""
        for table in table_names(self.opened):
            if table not in MADE_BY_INIT | NO_PART_OF_A_CITY and self._rows_in(table):
                raise TargetError(
                    f"the database is not empty (it has rows in {table}): nothing was changed; name an empty one"
                )
        if not self.sqlite and ownership.belongs_to_others(self.opened):
            raise TargetError("this login may not make tables: set WENQU_DATABASE_UPKEEP to one that may")

    def prepare(self, digest: str, migrations: Sequence[str]) -> None:
        """Make empty tables as `migrations` left them, and note how their indexes and keys are made afterwards."""
        self._drop_tables()
        schema.make_tables(migrations)
        with self.opened.atomic():
            for table in tables_of(self.opened):
                self.opened.execute_sql(f'DELETE FROM "{table.name}"')
            later = self._take_down()
            self.opened.execute_sql("CREATE TABLE import_part (path VARCHAR(200) NOT NULL PRIMARY KEY)")
            self.opened.execute_sql(
                "CREATE TABLE import_step (position INTEGER NOT NULL PRIMARY KEY, statement TEXT NOT NULL)"
            )
            for position, statement in enumerate((digest, *later)):
                db.raw("INSERT INTO import_step (position, statement) VALUES (%s, %s)", (position, statement))

    def done(self) -> set[str]:
        """The paths of the parts that are in."""
        return {path for (path,) in db.raw("SELECT path FROM import_part").fetchall()}

    def put(self, table: Table, rows: Sequence[Sequence[Any]], path: str) -> None:
        """Insert the rows of a part, once."""
        with self.opened.atomic():
            db.raw("INSERT INTO import_part (path) VALUES (%s)", (path,))
            (self._insert if self.sqlite else self._copy)(table, rows)

    def note(self, path: str) -> None:
        """Note a part of something else than rows as in."""
        db.raw("INSERT INTO import_part (path) VALUES (%s)", (path,))

    def steps_left(self) -> list[tuple[int, str]]:
        """(position, statement) of the indexes and keys that are still to be made."""
        return list(
            db.raw("SELECT position, statement FROM import_step WHERE position > 0 ORDER BY position").fetchall()
        )

    def carry_out(self, position: int, statement: str) -> None:
        """Make one of them."""
        with self.opened.atomic():
            self.opened.execute_sql(statement)
            db.raw("DELETE FROM import_step WHERE position = %s", (position,))

    def finish(self, now: datetime) -> list[str]:
        """Check the keys, set the sequences, put the triggers on, upgrade to this program; returns the migrations applied."""
        self._check_keys()
        if not self.sqlite:
            self._set_sequences()
            self.opened.execute_sql("ANALYZE")
        applied = schema.finish(self.opened, self.url, self.upkeep, now)
        with self.opened.atomic():
            for table in schema.IMPORTING:
                self.opened.execute_sql(f"DROP TABLE {table}")
        return applied

    def _rows_in(self, table: str) -> bool:
        return self.opened.execute_sql(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() is not None

    def _drop_tables(self) -> None:
        """Drop what an earlier `wenqu init`, or an import that hardly began, has made; nobody wrote anything into it."""
        with self.opened.atomic():
            for table in table_names(self.opened):
                self.opened.execute_sql(f'DROP TABLE "{table}"' + ("" if self.sqlite else " CASCADE"))

    def _take_down(self) -> list[str]:
        """Drop indexes and foreign keys; returns the statements that make them again."""
        found = self.opened.execute_sql(SQLITE_INDEXES if self.sqlite else POSTGRESQL_INDEXES).fetchall()
        if not self.sqlite:
            keys = self.opened.execute_sql(POSTGRESQL_KEYS).fetchall()
            for drop, _ in keys:
                self.opened.execute_sql(drop)
        for drop, _ in found:
            self.opened.execute_sql(drop)
        return [make for _, make in (found if self.sqlite else [*found, *keys])]

    def _insert(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        marks = ", ".join("?" * len(table.columns))
        cursor = self.opened.connection().cursor()
        cursor.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', rows)

    def _copy(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        with (
            self.opened.connection().cursor() as cursor,
            cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def _check_keys(self) -> None:
        """PostgreSQL has checked foreign keys as they were made."""
        if self.sqlite and (found := self.opened.execute_sql("PRAGMA foreign_key_check").fetchone()):
            raise TargetError(f"{found[0]} {found[1]} refers to a row of {found[2]} that is not there")

    def _set_sequences(self) -> None:
        for table in tables_of(self.opened):
            sequence = db.raw("SELECT pg_get_serial_sequence(%s, %s)", (f'"{table.name}"', table.key)).fetchone()[0]
            if sequence:
                highest = f'SELECT MAX("{table.key}") FROM "{table.name}"'
                db.raw(f"SELECT setval(%s, COALESCE(({highest}), 1), ({highest}) IS NOT NULL)", (sequence,))


@contextmanager
def opened_for_import(url: str, upkeep: str | None) -> Iterator[Target]:
    """The database at `url`, as upkeep may change it, for one import at a time."""
    opened = db.connect(upkeep or url, upkeep=True)
    try:
        with db.connection(), upkeep_turn():
            if db.is_sqlite():  # what is lost by a power cut is imported again
                for pragma in ("foreign_keys = 0", "synchronous = normal", "temp_store = file"):
                    opened.execute_sql(f"PRAGMA {pragma}")
            yield Target(opened, url, upkeep)
    finally:
        opened.close_all()

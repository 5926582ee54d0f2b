"""What each leaf commits to of the rows that its transaction changed (forum/store/proved.py).

Triggers note every change of a proved row; before the transaction ends its last leaf commits to all of them, each
part with a salt of its own, so that what is private of a row can be withheld while the rest is proved.
"""

import peewee

from forum.store import db
from forum.store.db import Model
from forum.store.row_changes import Change
from forum.store.row_images import image


class RecordedRow(Model):
    """The new values of one row, as JSON; `entry_id` is the log entry whose leaf commits to them.

    `thread_id` is the thread that the row belongs to. `writer` is the number of the transaction on PostgreSQL.
    """

    id = peewee.BigAutoField()
    entry_id = peewee.BigIntegerField(null=True)
    row_table = peewee.CharField(max_length=40)
    row_id = peewee.BigIntegerField()
    thread_id = peewee.BigIntegerField(null=True)
    public = peewee.TextField(null=True)
    private = peewee.TextField(null=True)
    writer = peewee.BigIntegerField(null=True)

    class Meta:
        table_name = "recorded_row"
        indexes = ((("entry_id",), False), (("row_table", "row_id", "id"), False))


_waiting = RecordedRow.index(
    RecordedRow.writer, RecordedRow.id, where=RecordedRow.entry_id.is_null(), name="recorded_row_waiting"
)
RecordedRow.add_index(_waiting)

# A writer takes what its own transaction noted, and nothing that was changed behind the program before.
TAKE = """UPDATE recorded_row SET entry_id = (SELECT COALESCE(MAX(id), 0) + 1 FROM entry)
WHERE entry_id IS NULL AND {} RETURNING id, row_table, row_id, thread_id, public, private"""
TAKE_SQLITE = TAKE.format("id > %s")
TAKE_POSTGRESQL = TAKE.format("writer = pg_current_xact_id()::text::bigint")


def last_noted() -> int:
    """The number of the newest change, at the beginning of a transaction on SQLite, whose writers hold the whole database."""
    (number,) = db.database.connection().execute("SELECT COALESCE(MAX(id), 0) FROM recorded_row").fetchone()
    return int(number)


def take(after: int) -> list[Change]:
    """The changes of this transaction, now marked with the number of the next entry; `after` as of `last_noted`."""
    rows = db.raw(TAKE_SQLITE, (after,)) if db.is_sqlite() else db.raw(TAKE_POSTGRESQL)
    return sorted(Change(*row) for row in rows.fetchall())


def note_existing(table: str, after: int, limit: int) -> int | None:
    """Note the next rows of a proved table with keys above `after` as they stand; returns the last key, None without any.

    Call inside `db.write()`, whose next leaf commits to them.
    """
    key, thread, public, private = image(table, "source", db.is_sqlite())
    writer = "NULL" if db.is_sqlite() else "pg_current_xact_id()::text::bigint"
    noted = db.raw(
        f"INSERT INTO recorded_row (row_table, row_id, thread_id, public, private, writer)"
        f" SELECT '{table}', {key}, {thread}, {public}, {private}, {writer} FROM {table} AS source"
        f" WHERE {key} > {after} ORDER BY {key} LIMIT {limit} RETURNING row_id"
    )
    return max((number for (number,) in noted.fetchall()), default=None)

"""Reads recorded changes and the rows of proved tables, one range of keys at a time."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from forum.store import db
from forum.store.proved import HASHED, PROVED
from forum.store.row_changes import Change
from forum.store.row_images import image
from moderation.ledger.audit.checks.row_history import Expected, StoredRow, replay

LAST = 2**62  # above every key
CHANGES = "SELECT entry_id, id, row_table, row_id, thread_id, public, private FROM recorded_row WHERE "
OF_ENTRIES = CHANGES + "entry_id BETWEEN %s AND %s ORDER BY id"
OF_ROWS = CHANGES + "row_table = %s AND row_id BETWEEN %s AND %s AND entry_id <= %s ORDER BY id"
KEYS = "SELECT DISTINCT row_id FROM recorded_row WHERE row_table = %s AND row_id > %s ORDER BY row_id LIMIT %s"


def changes_of_entries(first: int, last: int) -> dict[int, list[Change]]:
    """{entry: its Changes in order} of the entries numbered first...last."""
    changes: dict[int, list[Change]] = defaultdict(list)
    for entry, *change in db.raw(OF_ENTRIES, (first, last)).fetchall():
        changes[entry].append(Change(*change))
    return changes


def key_ranges(table: str, size: int) -> Iterator[tuple[int, int]]:
    """(first key, last key) of ranges with `size` recorded rows each, that together contain every key."""
    first = 0
    while keys := db.raw(KEYS, (table, first - 1, size)).fetchall():
        last = keys[-1][0] if len(keys) == size else LAST
        yield first, last
        first = last + 1
    if first < LAST:
        yield first, LAST


def stored_rows(table: str, first: int, last: int) -> list[StoredRow]:
    """The StoredRows of a table with keys from first to last."""
    parts = image(table, "source", db.is_sqlite())
    rows = db.raw(
        f"SELECT {', '.join(parts)} FROM {table} AS source WHERE {parts.key} BETWEEN %s AND %s ORDER BY {parts.key}",
        (first, last),
    )
    return [StoredRow(*row) for row in rows.fetchall()]


def expected_rows(table: str, first: int, last: int, until: int = LAST) -> dict[int, Expected]:
    """{key: Expected} of the recorded rows of a table with keys from first to last, as the entry `until` left them."""
    changes: dict[int, list[tuple[int | None, Change]]] = defaultdict(list)
    for entry, *change in db.raw(OF_ROWS, (table, first, last, until)).fetchall():
        noted = Change(*change)
        changes[noted.row_id].append((entry, noted))
    return {key: replay(each) for key, each in changes.items()}


def altered_texts(table: str, first: int, last: int) -> Iterator[int]:
    """The keys of rows whose text has another hash than the one stored beside it (forum.store.proved.HASHED)."""
    if table not in HASHED:
        return
    text, stated = HASHED[table]
    rows = db.raw(f"SELECT id, {text}, {stated} FROM {table} WHERE id BETWEEN %s AND %s ORDER BY id", (first, last))
    for key, content, number in rows.fetchall():
        if hashlib.sha256(content.encode()).hexdigest() != number:
            yield key


def count_rows() -> int:
    """How many rows the proved tables have."""
    return sum(int(db.raw(f"SELECT COUNT(*) FROM {table}").fetchone()[0]) for table in PROVED)

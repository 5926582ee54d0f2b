"""The openings of what leaves commit to of rows, for the audit of a site: the public parts of what everybody may read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from boards.models.threads import Thread
from forum.store import db
from forum.store.commitments import openings_of
from forum.store.row_changes import Change, contents
from moderation.ledger.audit.openings import MOST_LETTERS

ENTRIES = "SELECT id, rows_salt FROM entry WHERE id >= %s AND rows_salt IS NOT NULL ORDER BY id LIMIT %s"
CHANGES = """SELECT entry_id, id, row_table, row_id, thread_id, public, private FROM recorded_row
WHERE entry_id BETWEEN %s AND %s ORDER BY id"""


@dataclass(frozen=True)
class RowsOpening:
    """What opens the commitment of entry `entry`'s leaf to the rows that its transaction changed."""

    entry: int
    parts: list[dict[str, Any]]


def rows_from(first: int, limit: int) -> tuple[list[RowsOpening], int | None]:
    """([RowsOpening, ...], the entry with which the next call begins, or None) of at most `limit` entries."""
    entries = db.raw(ENTRIES, (first, limit)).fetchall()
    if not entries:
        return [], None
    changes = _changes(entries[0][0], entries[-1][0])
    closed = _closed_threads(change.thread for each in changes.values() for change in each)
    found: list[RowsOpening] = []
    letters = 0
    for entry, salt in entries:
        if letters > MOST_LETTERS:
            return found, entry
        found.append(RowsOpening(entry, _opened(salt, changes[entry], closed)))
        letters += sum(len(change.public or "") for change in changes[entry])
    return found, entries[-1][0] + 1 if len(entries) == limit else None


def _changes(first: int, last: int) -> dict[int, list[Change]]:
    changes: dict[int, list[Change]] = defaultdict(list)
    for entry, *change in db.raw(CHANGES, (first, last)).fetchall():
        changes[entry].append(Change(*change))
    return changes


def _closed_threads(numbers: Iterable[int | None]) -> set[int]:
    """Those of the threads of which nothing is shown to everybody: they wait for screening, or are hidden as a whole."""
    named = {number for number in numbers if number is not None}
    closed = Thread.select(Thread.id).where(Thread.id.in_(named), ~Thread.public | Thread.withheld)
    return {number for (number,) in closed.tuples()}


def _opened(salt: str, changes: list[Change], closed: set[int]) -> list[dict[str, Any]]:
    parts = list(contents(changes))
    withheld = {number for number, (change, public, _) in enumerate(parts) if not public or change.thread in closed}
    return openings_of(salt, (content for _, _, content in parts), withheld)

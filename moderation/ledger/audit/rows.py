"""The openings of what leaves commit to of rows, for the audit of a site: the public parts of what everybody may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from boards.models.threads import NOT_PUBLIC, Post, Thread
from forum.accounts.models import Account
from forum.store import db
from forum.store.commitments import openings_of
from forum.store.row_changes import Change, contents
from moderation.ledger.audit.inside.recorded import changes_of_entries
from moderation.ledger.audit.openings import MOST_LETTERS

NAME = '"author_name"'  # in the JSON of a change that says who wrote
ENTRIES = "SELECT id, rows_salt FROM entry WHERE id >= %s AND rows_salt IS NOT NULL ORDER BY id LIMIT %s"


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
    changes = changes_of_entries(entries[0][0], entries[-1][0])
    every = [change for each in changes.values() for change in each]
    closed = _closed_threads(change.thread for change in every)
    unnamed = _of_closed_accounts(every)
    found: list[RowsOpening] = []
    letters = 0
    for entry, salt in entries:
        if letters > MOST_LETTERS:
            return found, entry
        found.append(RowsOpening(entry, _opened(salt, changes.get(entry, []), closed, unnamed)))
        letters += sum(len(change.public or "") for change in changes.get(entry, []))
    return found, entries[-1][0] + 1 if len(entries) == limit else None


def _closed_threads(numbers: Iterable[int | None]) -> set[int]:
    """Those of the threads of which nothing is shown to everybody: they wait for screening, or are hidden as a whole."""
    named = {number for number in numbers if number is not None}
    closed = Thread.select(Thread.id).where(Thread.id.in_(named), NOT_PUBLIC | Thread.withheld)
    return {number for (number,) in closed.tuples()}


def _of_closed_accounts(changes: Iterable[Change]) -> set[tuple[str, int]]:
    """(table, id) of the threads and posts that somebody wrote whose account is closed."""
    found: set[tuple[str, int]] = set()
    for table, model in (("thread", Thread), ("post", Post)):
        named = {change.row_id for change in changes if change.table == table and NAME in (change.public or "")}
        rows = model.select(model.id).join(Account, on=Account.id == model.author)
        found |= {
            (table, number) for (number,) in rows.where(model.id.in_(named), Account.closed_at.is_null(False)).tuples()
        }
    return found


def _opened(salt: str, changes: list[Change], closed: set[int], unnamed: set[tuple[str, int]]) -> list[dict[str, Any]]:
    """The openings of all parts but private ones, those of closed threads, and those that name who closed his account."""
    parts = list(contents(changes))
    withheld = {
        number
        for number, (change, public, content) in enumerate(parts)
        if not public
        or change.thread in closed
        or ("author_name" in content and (change.table, change.row_id) in unnamed)
    }
    return openings_of(salt, (content for _, _, content in parts), withheld)

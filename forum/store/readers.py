"""Readers of the log: each reads the entries past its own cursor and moves it in the same transaction as its work.

A reader that is killed continues where it was: no entry is skipped or processed twice.
"""

from collections.abc import Callable, Container
from contextvars import ContextVar
from datetime import datetime
from time import monotonic, thread_time
from typing import Any, NamedTuple

import peewee

from forum.store import db
from forum.store.log import Entry, last_entry_number

BATCH = 500  # entries
# A reader holds the turn of all writers while it works: for about so long, by taking fewer entries at once.
HELD = 0.02  # seconds
LEAST = 20  # entries, below which a batch does not shrink: what a step costs beside its entries would be paid for each
_batches: dict[str, int] = {}  # readers are made anew at each turn of the worker


class Cursor(db.Model):
    """How far a reader has read: `position` is the number of the last entry that it has processed."""

    name = peewee.CharField(max_length=40, primary_key=True)
    position = peewee.BigIntegerField(default=0)
    moved_at = db.Instant(null=True)

    class Meta:
        table_name = "reader_cursor"


class Reader:
    """A consumer of the log: `take(entries, now)` processes the entries of `deeds` (None: of all) and writes rows."""

    def __init__(
        self, name: str, take: Callable[[list[Entry], datetime], None], deeds: Container[str] | None = None
    ) -> None:
        self.name = name
        self.take = take
        self.deeds = deeds

    @property
    def batch(self) -> int:
        """How many entries are processed at once: at most BATCH, and no more than fit into HELD seconds."""
        return _batches.get(self.name, BATCH)

    def advance(self, now: datetime, batch: int | None = None) -> int:
        """Process one batch of new entries; returns by how many entries the cursor moved."""
        if self._position() >= last_entry_number():
            return 0  # without taking the turn of a writer
        alone = not db.database.in_transaction()
        with db.write():
            if batch:
                return self._pass(now, batch, alone)
            # SQLite works in this thread, whose waiting for a processor does not become shorter by fewer entries.
            clock = thread_time if db.is_sqlite() else monotonic
            began, batch = clock(), self.batch
            passed = self._pass(now, batch, alone)
            _batches[self.name] = next_batch(batch, passed, clock() - began)
        return passed

    def _pass(self, now: datetime, batch: int, alone: bool) -> int:
        start = self._position()
        entries = _entries_after(start, batch, alone)
        if entries:
            self.take([entry for entry in entries if self.deeds is None or entry.deed in self.deeds], now)
            self._move(entries[-1].id, now)
        return len(entries)

    def catch_up(self, now: datetime, batch: int | None = None) -> int:
        """Read to the end of the log, `batch` entries at once where nobody waits; returns how far the cursor moved."""
        passed = 0
        while step := self.advance(now, batch):
            passed += step
        return passed

    def backlog(self) -> int:
        """How many entries this reader has still to read."""
        newest = Entry.select(peewee.fn.MAX(Entry.id)).scalar() or 0
        return newest - self._position()

    def _position(self) -> int:
        row = db.raw("SELECT position FROM reader_cursor WHERE name = %s", (self.name,)).fetchone()
        return row[0] if row else 0

    def _move(self, position: int, now: datetime) -> None:
        moved = Cursor.update(position=position, moved_at=now).where(Cursor.name == self.name).execute()
        if not moved:
            Cursor.insert(name=self.name, position=position, moved_at=now).execute()


class _Read(NamedTuple):
    """The entries that were read last, of which the other readers take theirs; an entry never changes."""

    database: Any
    start: int
    entries: list[Entry]


_read: ContextVar[_Read] = ContextVar("read")


def _entries_after(start: int, most: int, alone: bool) -> list[Entry]:
    """At most `most` entries after number `start`; numbers have no gaps. Inside `db.write()`.

    What is read is kept when nothing surrounds the transaction (`alone`), so that all of it is committed.
    """
    database = db.database.obj
    read = _read.get(_Read(None, 0, []))
    first = start - read.start
    wanted = min(first + most, last_entry_number() - read.start)
    if read.database is database and first >= 0 and len(read.entries) >= wanted:
        return read.entries[first : first + most]
    statement = f"SELECT {Entry.columns()} FROM entry WHERE id > %s ORDER BY id LIMIT {most}"
    entries = Entry.read_all(db.raw(statement, (start,)))
    if alone:
        _read.set(_Read(database, start, entries))
    return entries


def next_batch(batch: int, passed: int, seconds: float) -> int:
    """How many entries to take after `passed` of at most `batch` took so many seconds."""
    if seconds > HELD:
        return max(batch // 2, min(batch, LEAST))
    return min(batch * 2, BATCH) if passed == batch and seconds < HELD / 2 else batch

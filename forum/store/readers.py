"""Readers of the log: each reads the entries past its own cursor and moves it in the same transaction as its work.

A reader that is killed continues where it was: no entry is skipped or processed twice.
"""

from collections.abc import Callable, Container
from datetime import datetime

import peewee

from forum.store import db
from forum.store.log import Entry

BATCH = 500


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

    def advance(self, now: datetime, batch: int = BATCH) -> int:
        """Process one batch of new entries; returns by how many entries the cursor moved."""
        with db.write():
            start = self._position()
            entries = list(Entry.select().where(Entry.id > start).order_by(Entry.id).limit(batch))
            if not entries:
                return 0
            self.take([entry for entry in entries if self.deeds is None or entry.deed in self.deeds], now)
            self._move(entries[-1].id, now)
        return len(entries)

    def catch_up(self, now: datetime) -> int:
        """Read to the end of the log; returns by how many entries the cursor moved."""
        passed = 0
        while step := self.advance(now):
            passed += step
        return passed

    def backlog(self) -> int:
        """How many entries this reader has still to read."""
        newest = Entry.select(peewee.fn.MAX(Entry.id)).scalar() or 0
        return newest - self._position()

    def _position(self) -> int:
        row = Cursor.get_or_none(Cursor.name == self.name)
        return row.position if row else 0

    def _move(self, position: int, now: datetime) -> None:
        moved = Cursor.update(position=position, moved_at=now).where(Cursor.name == self.name).execute()
        if not moved:
            Cursor.insert(name=self.name, position=position, moved_at=now).execute()

"""Readers of the log: each pulls past its own cursor and moves it in the same transaction as its work.

Killed at any moment, a reader goes on where it stood: nothing is skipped and nothing is done twice.
"""

import peewee

from forum.store import db
from forum.store.log import Entry

BATCH = 500


class Cursor(db.Model):
    """How far a reader has read: `position` is the number of the last entry it has dealt with."""

    name = peewee.CharField(max_length=40, primary_key=True)
    position = peewee.BigIntegerField(default=0)
    moved_at = db.Instant(null=True)

    class Meta:
        table_name = "reader_cursor"


class Reader:
    """A named consumer: `deeds` it wants (None: all) and `take(entries, now)`, which writes what follows from them."""

    def __init__(self, name, take, deeds=None):
        self.name = name
        self.take = take
        self.deeds = deeds

    def advance(self, now, batch=BATCH):
        """Deal with one batch of new entries; returns how many the cursor passed."""
        with db.write():
            start = self._position()
            entries = list(Entry.select().where(Entry.id > start).order_by(Entry.id).limit(batch))
            if not entries:
                return 0
            self.take([entry for entry in entries if self.deeds is None or entry.deed in self.deeds], now)
            self._move(entries[-1].id, now)
        return len(entries)

    def catch_up(self, now):
        """Read to the end of the log; returns how many entries were passed."""
        passed = 0
        while step := self.advance(now):
            passed += step
        return passed

    def backlog(self):
        """How many entries this reader has still to read."""
        newest = Entry.select(peewee.fn.MAX(Entry.id)).scalar() or 0
        return newest - self._position()

    def _position(self):
        row = Cursor.get_or_none(Cursor.name == self.name)
        return row.position if row else 0

    def _move(self, position, now):
        moved = Cursor.update(position=position, moved_at=now).where(Cursor.name == self.name).execute()
        if not moved:
            Cursor.insert(name=self.name, position=position, moved_at=now).execute()

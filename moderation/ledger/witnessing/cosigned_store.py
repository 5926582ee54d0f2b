"""What this witness has cosigned: of each log the newest checkpoint, in an SQLite file of its own.

A witness that forgets can be led to sign a second history. So the file is made together with the key and never again, and a
checkpoint is on the disk before its cosignature is given out.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from moderation.ledger.merkle.tree import EMPTY

TABLES = """
CREATE TABLE witness (vkey TEXT NOT NULL);
CREATE TABLE log (name TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, signed_at INTEGER NOT NULL);
CREATE TRIGGER log_kept BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'a witness forgets nothing'); END;
CREATE TRIGGER log_grows BEFORE UPDATE ON log WHEN NEW.size < OLD.size OR NEW.name <> OLD.name
  BEGIN SELECT RAISE(ABORT, 'a witness never goes back'); END;
"""
STORE = """
INSERT INTO log VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE
SET size = excluded.size, root = excluded.root, note = excluded.note, signed_at = excluded.signed_at
"""
PATIENCE = 10  # seconds to wait for another process that writes


class CosignedLog(NamedTuple):
    """The newest cosigned checkpoint of a log; `note` carries the log's signatures and the witness's, `signed_at` is in Unix seconds."""

    name: str
    size: int
    root: bytes
    note: str
    signed_at: int


NEVER = (0, EMPTY)


class CosignedStore:
    """The file; a connection for each use, so threads and processes take turns."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self, vkey: str) -> None:
        """Make the file of the witness with that key; raises sqlite3.Error when there is one."""
        with closing(self._connection("rwc")) as connection:
            connection.executescript(f"BEGIN IMMEDIATE; {TABLES}")
            connection.execute("INSERT INTO witness VALUES (?)", (vkey,))
            connection.execute("COMMIT")

    def vkey(self) -> str | None:
        """The key of the witness whose file it is; None when there is no such file."""
        if not self.path.exists():
            return None
        with closing(self._connection("ro")) as connection:
            there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'witness'").fetchone()
            row = there and connection.execute("SELECT vkey FROM witness").fetchone()
            return row[0] if row else None

    def logs(self) -> list[CosignedLog]:
        """The newest cosigned checkpoint of every log."""
        with closing(self._connection("ro")) as connection:
            return [CosignedLog(*row) for row in connection.execute("SELECT * FROM log ORDER BY name")]

    @contextmanager
    def turn(self) -> Iterator["Turn"]:
        """A transaction that nobody else's comes between; on the disk when the block ends, undone when it raises."""
        with closing(self._connection("rw")) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Turn(connection)
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _connection(self, mode):
        connection = sqlite3.connect(
            f"file:{self.path.absolute()}?mode={mode}", PATIENCE, isolation_level=None, uri=True
        )
        connection.execute("PRAGMA synchronous = EXTRA")
        return connection


class Turn:
    """Reads and writes inside one transaction of a CosignedStore."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def newest(self, name: str) -> CosignedLog | None:
        """What was cosigned last of a log; None before the first."""
        row = self._connection.execute("SELECT * FROM log WHERE name = ?", (name,)).fetchone()
        return CosignedLog(*row) if row else None

    def store(self, log: CosignedLog) -> None:
        """Replace the newest cosigned checkpoint of a log."""
        self._connection.execute(STORE, log)

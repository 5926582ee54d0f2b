"""A scratch database in which an old forum is gathered before anything is written: dumps are larger than memory and in any order."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, fields
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from boards.imports.old_forum.records import Forum, Member, OldFile, OldPost, OldThread, State
from forum.messages import M
from forum.problems import Malformed

Record = TypeVar("Record", Member, Forum, OldThread, OldPost, OldFile)

TABLES: dict[type[Any], str] = {
    Member: "member",
    Forum: "forum",
    OldThread: "thread",
    OldPost: "post",
    OldFile: "file",
}
CACHE = "-64000"  # KiB, as SQLite writes it


class Staging:
    """The scratch database at `path`, which is made anew; `with` removes it at the end. Raises Malformed while another import has it."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, _locked(path.with_suffix(".lock"))
        path.unlink(missing_ok=True)
        self._rows = sqlite3.connect(path, isolation_level=None)
        for setting in ("journal_mode=OFF", "synchronous=OFF", "temp_store=MEMORY", f"cache_size={CACHE}"):
            self._rows.execute(f"PRAGMA {setting}").close()
        for record, table in TABLES.items():
            self._rows.execute(f"CREATE TABLE {table} ({', '.join(_columns(record))}, PRIMARY KEY (id))")
        self._rows.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()
        self._path.unlink(missing_ok=True)
        self._lock.close()

    def put(self, record: Member | Forum | OldThread | OldPost | OldFile) -> None:
        """Keep a record; a second one with the same number replaces the first, as REPLACE in a dump does."""
        values = astuple(record)
        marks = ",".join("?" * len(values))
        self._rows.execute(f"INSERT OR REPLACE INTO {TABLES[type(record)]} VALUES ({marks})", values)

    def rename(self, column: str, names: Mapping[str, str]) -> None:
        """Replace the numbers in a column of the threads by names; a number without a name becomes empty."""
        for number in [row[0] for row in self._rows.execute(f"SELECT DISTINCT {column} FROM thread")]:
            renaming = f"UPDATE thread SET {column} = ? WHERE {column} = ?"
            self._rows.execute(renaming, (names.get(number, ""), number)).close()

    def finish(self) -> None:
        """Call when all is put: prepares for reading."""
        self._rows.execute("COMMIT")
        self._rows.execute("CREATE INDEX by_thread ON post (thread, position, at, id)")
        self._rows.execute("CREATE INDEX by_post ON file (post)")

    def count(self, record: type[Any], **having: Any) -> int:
        """How many records of a kind have these values."""
        condition = " AND ".join(f"{column} = ?" for column in having) or "1"
        values = [str(value) for value in having.values()]
        return int(self._one(f"SELECT count(*) FROM {TABLES[record]} WHERE {condition}", values)[0])

    def forums(self) -> list[Forum]:
        """The boards that have threads, in the order of their numbers."""
        return list(self._all(Forum, "SELECT * FROM forum WHERE id IN (SELECT DISTINCT forum FROM thread) ORDER BY id"))

    def members(self) -> Iterator[Member]:
        """The members who wrote something, in the order of their numbers."""
        return self._all(Member, "SELECT * FROM member WHERE id IN (SELECT DISTINCT author FROM post) ORDER BY id")

    def member(self, number: int) -> Member | None:
        """The member of this number."""
        return next(self._all(Member, "SELECT * FROM member WHERE id = ?", [number]), None)

    def threads(self) -> Iterator[OldThread]:
        """The threads, in the order of their numbers."""
        return self._all(OldThread, "SELECT * FROM thread ORDER BY id")

    def posts(self, thread: int) -> Iterator[OldPost]:
        """The posts of a thread by position, then by time."""
        return self._all(OldPost, "SELECT * FROM post WHERE thread = ? ORDER BY position, at, id", [thread])

    def files(self, post: int) -> list[OldFile]:
        """The files attached to a post."""
        return list(self._all(OldFile, "SELECT * FROM file WHERE post = ? ORDER BY id", [post]))

    def without_thread(self) -> int:
        """How many posts belong to no thread."""
        return int(self._one("SELECT count(*) FROM post WHERE thread NOT IN (SELECT id FROM thread)")[0])

    def began(self) -> int | None:
        """When the first post was written."""
        earliest: int | None = self._one("SELECT min(at) FROM post WHERE at > 0")[0]
        return earliest

    def _all(self, record: type[Record], statement: str, values: Iterable[Any] = ()) -> Iterator[Record]:
        for row in self._rows.execute(statement, tuple(values)):
            yield record(**_typed(record, row))

    def _one(self, statement: str, values: Iterable[Any] = ()) -> Any:
        return self._rows.execute(statement, tuple(values)).fetchone()


def _locked(path: Path) -> IO[bytes]:
    """The opened lock file, held until it is closed, or the process ends."""
    opened = path.open("wb")
    try:
        flock(opened, LOCK_EX | LOCK_NB)
    except OSError:
        opened.close()
        raise Malformed(M("已经有一个命令正在导入，等它结束再来。")) from None
    return opened


def _columns(record):
    return [field.name for field in fields(record)]


def _typed(record, row):
    """A row's values by column, in the types of the record."""
    values = dict(zip(_columns(record), row, strict=True))
    for field in fields(record):
        if field.type is bool or field.type == "bool":
            values[field.name] = bool(values[field.name])
        if field.name == "state":
            values[field.name] = State(values[field.name])
    return values

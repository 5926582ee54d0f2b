"""What a page read: its statements, and a digest of their results, by which it can be told later whether they would read the same."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b
from typing import Any

from forum.store.sql.bound import database
from forum.store.sql.plain import PlainSql

Read = tuple[str, Sequence[Any]]  # (SQL, parameters)

DIGEST_SIZE = 16  # bytes
READS = ("SELECT", "WITH")


class Recorded:
    """The statements of a block, and the `digest` of what they read; `only_reads` says that none of them writes."""

    def __init__(self) -> None:
        self.reads: list[Read] = []
        self.only_reads = True
        self._summed = blake2b(digest_size=DIGEST_SIZE)

    def add(self, sql: str, params: Sequence[Any], cursor: Any) -> Any:
        """Note a statement that was run; returns a cursor of what it has read, in place of its own."""
        self.reads.append((sql, params))
        if not sql.lstrip().startswith(READS):
            self.only_reads = False
            return cursor
        rows = cursor.fetchall()
        _sum_up(self._summed, rows)
        return _Rows(cursor, rows)

    @property
    def digest(self) -> bytes:
        """The same as `digest` of its reads, as long as they read the same."""
        return self._summed.digest()


class _Rows:
    """The rows of a cursor that were all fetched, as the cursor that gives them."""

    def __init__(self, cursor: Any, rows: Sequence[Any]) -> None:
        self.description, self.rowcount, self.close = cursor.description, cursor.rowcount, cursor.close
        self._left = iter(rows)

    def fetchone(self) -> Any:
        """The next row, None after the last."""
        return next(self._left, None)

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        return list(self._left)

    def __iter__(self) -> Iterator[Any]:
        return self._left


_recorded: ContextVar[Recorded | None] = ContextVar("recorded", default=None)


class RecordedReads(PlainSql):
    """A database whose statements are recorded inside `recording_reads`."""

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> Any:
        """The cursor of a statement."""
        cursor = super().execute_sql(sql, params)
        recorded = _recorded.get()
        return cursor if recorded is None else recorded.add(sql, tuple(params or ()), cursor)


@contextmanager
def recording_reads() -> Iterator[Recorded]:
    """The statements that this thread runs in the block, in a Recorded that grows."""
    recorded = Recorded()
    token = _recorded.set(recorded)
    try:
        yield recorded
    finally:
        _recorded.reset(token)


def digest(reads: Iterable[Read]) -> bytes:
    """A hash of what the statements read now. Needs a connection."""
    summed = blake2b(digest_size=DIGEST_SIZE)
    for sql, params in reads:
        _sum_up(summed, database.execute_sql(sql, params).fetchall())
    return summed.digest()


def _sum_up(summed: Any, rows: Sequence[Any]) -> None:
    summed.update(repr(rows).encode(errors="surrogatepass"))

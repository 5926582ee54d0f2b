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

_recorded: ContextVar[list[Read] | None] = ContextVar("recorded", default=None)


class RecordedReads(PlainSql):
    """A database whose statements are recorded inside `recording_reads`."""

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> Any:
        """The cursor of a statement."""
        if (reads := _recorded.get()) is not None:
            reads.append((sql, tuple(params or ())))
        return super().execute_sql(sql, params)


@contextmanager
def recording_reads() -> Iterator[list[Read]]:
    """The statements that this thread runs in the block, in a list that grows."""
    reads: list[Read] = []
    token = _recorded.set(reads)
    try:
        yield reads
    finally:
        _recorded.reset(token)


def only_reads(reads: Iterable[Read]) -> bool:
    """Whether none of the statements writes."""
    return all(sql.lstrip().startswith(("SELECT", "WITH")) for sql, _ in reads)


def digest(reads: Iterable[Read]) -> bytes:
    """A hash of what the statements read now. Needs a connection."""
    summed = blake2b(digest_size=DIGEST_SIZE)
    for sql, params in reads:
        summed.update(repr(database.execute_sql(sql, params).fetchall()).encode(errors="surrogatepass"))
    return summed.digest()

"""The engine for several web nodes on one PostgreSQL: tsvectors of the 'simple' kind with GIN, in tables of their own.

They hold nothing that is not in the posts, so they are created and dropped by this file and not by `wenqu init`,
which gives the program a schema for them.
"""

import contextlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Self

import peewee

from forum.store import db
from forum.store.ownership import SEARCH_SCHEMA
from search.engines import postgres_tables as tables
from search.engines.base import Document, EngineQuery, EngineResult, IndexBusy, IndexDamaged, Info
from search.engines.postgres_rows import END, HEADER, row_of
from search.engines.postgres_search import Searches

WRITING = 0x57454E53  # "WENS": the advisory lock of whoever writes the index; the next number is for one built aside
COUNTED = 50_000  # posts up to which the words of each are counted, afterwards only
EACH = 10  # those of one in ten

BROKEN = peewee.ProgrammingError, peewee.InternalError


class Postgres:
    """An index of posts in the database that `forum.store.db` is connected to.

    One built aside has `_next` in its names, and no indexes until it is whole or a post in it changes.
    """

    name = "postgres"
    per_node = False

    def __init__(self, suffix: str = "") -> None:
        self._suffix = suffix
        self._names = tables.names(suffix)
        self._searches = Searches()
        self._highest: int | None = None  # id of a post in a build that has no SQL indexes yet
        self._counted: Counter[str] = Counter()  # posts by lexeme, not yet stored

    def position(self, fresh: bool = True) -> int | None:
        try:
            with db.database.atomic():
                row = self._run(tables.POSITION).fetchone()
        except BROKEN:
            return None
        return row[0] if row else None

    def create(self) -> None:
        with db.database.atomic():
            self._take_turn()
            self._make()
            self._run(tables.INDEXES)

    def write(
        self, documents: Sequence[Document], gone: Collection[int], position: int, since: int | None = None
    ) -> None:
        try:
            with db.database.atomic():
                self._take_turn()
                found, posts = self._run(tables.POSTS).fetchone()
                if since is not None and found != since:
                    raise IndexBusy
                left, less = self._leave_out([*gone, *(post.id for post in documents)])
                length = self._put(documents, EACH if posts > COUNTED else 1) if documents else 0
                self._run(tables.MOVE, position, len(documents) - left, length - less)
        except BROKEN as error:
            raise IndexDamaged(str(error)) from error

    def search(self, wanted: EngineQuery) -> EngineResult:
        try:
            with db.database.atomic():
                return self._searches.search(wanted)
        except BROKEN as error:
            raise IndexDamaged(str(error)) from error

    def shares(self, terms: Collection[str]) -> dict[str, float]:
        return self._searches.known(terms).shares

    def mark_damaged(self) -> None:
        with contextlib.suppress(*BROKEN), db.database.atomic():  # a table that is missing counts as damaged anyway
            self._run(tables.CONDEMN)

    def new_build(self) -> Self:
        aside = type(self)("_next")
        with db.database.atomic():
            aside._take_turn()
            aside._make()
        aside._highest = 0
        return aside

    def switch_to(self, aside: Self) -> None:
        with db.database.atomic():
            aside._finish()
        if self.position() is None:
            self.create()
        with db.database.atomic():
            self._take_turn(wait=True)
            self._run(tables.SWAP)
        self._run(tables.ANALYZE)

    def is_fragmented(self) -> bool:
        return False

    def info(self) -> Info:
        if self.position() is None:
            return Info(0, 0)
        return Info(*self._run(tables.INFO).fetchone())

    def _make(self) -> None:
        self._run(f"SET LOCAL search_path = {SEARCH_SCHEMA}, public")
        self._run(tables.TABLES)

    def _finish(self) -> None:
        """Create the SQL indexes and counts that a new build was filled without."""
        if self._highest is not None:
            self._count()
            self._run(tables.INDEXES)
            self._highest = None

    def _leave_out(self, posts: Sequence[int]) -> tuple[int, int]:
        """Delete `posts`; returns (how many of them were in the index, their length)."""
        if self._highest is not None and (not posts or min(posts) > self._highest):
            self._highest = max([self._highest, *posts])
            return 0, 0
        self._finish()
        left, length = self._run(tables.LEAVE_OUT, posts).fetchone()
        return left, length

    def _put(self, documents: Iterable[Document], each: int) -> int:
        """Insert documents; returns their length. The words of one post in `each` are counted, `each` times."""
        whole = 0
        counted: Counter[str] = Counter()
        with db.database.connection().cursor() as cursor, cursor.copy(tables.PUT.format(**self._names)) as copy:
            copy.write(HEADER)
            for post in documents:
                row, lexemes, length = row_of(post)
                copy.write(row)
                whole += length
                if _scattered(post.id) * each < 1:
                    counted.update(lexemes)
            copy.write(END)
        self._counted.update({lexeme: posts * each for lexeme, posts in counted.items()})
        if self._highest is None:
            self._count()
        return whole

    def _count(self) -> None:
        counted, self._counted = sorted(self._counted.items()), Counter()
        if counted:
            self._run(tables.COUNT, *map(list, zip(*counted, strict=True)))

    def _run(self, sql: str, *values: Any) -> Any:
        return db.database.execute_sql(sql.format(**self._names), values or None)

    def _take_turn(self, wait: bool = False) -> None:
        key = WRITING + bool(self._suffix)
        if wait:
            db.database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (key,))
        elif not db.database.execute_sql("SELECT pg_try_advisory_xact_lock(%s)", (key,)).fetchone()[0]:
            raise IndexBusy()


def _scattered(number: int) -> float:
    """A pseudorandom number from 0 to 1, since every eighth post may be a question."""
    return number * 0x9E3779B1 % 2**32 / 2**32

"""Where several web nodes share one PostgreSQL: tsvectors of the 'simple' kind with GIN, in tables of its own.

They hold nothing that is not in the posts, so they are made and dropped by this file and not by `wenqu init`,
which gives the program a schema for them.
"""

from collections import Counter

import peewee

from forum.store import db
from forum.store.ownership import SEARCH_SCHEMA
from search.engines import postgres_tables as tables
from search.engines.base import IndexBusy, IndexDamaged, Info
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

    def __init__(self, suffix=""):
        self._suffix = suffix
        self._names = tables.names(suffix)
        self._searches = Searches()
        self._highest = None  # post in an index without indexes
        self._counted = Counter()  # what it will say of words

    def position(self, fresh=True):
        try:
            with db.database.atomic():
                row = self._run(tables.POSITION).fetchone()
        except BROKEN:
            return None
        return row and row[0]

    def create(self):
        with db.database.atomic():
            self._take_turn()
            self._make()
            self._run(tables.INDEXES)

    def write(self, documents, gone, position):
        try:
            with db.database.atomic():
                self._take_turn()
                posts = self._run(tables.POSTS).fetchone()[0]
                left, less = self._leave_out([*gone, *(post.id for post in documents)])
                length = self._put(documents, EACH if posts > COUNTED else 1) if documents else 0
                self._run(tables.MOVE, position, len(documents) - left, length - less)
        except BROKEN as error:
            raise IndexDamaged(str(error)) from error

    def search(self, wanted):
        try:
            with db.database.atomic():
                return self._searches.search(wanted)
        except BROKEN as error:
            raise IndexDamaged(str(error)) from error

    def shares(self, terms):
        return self._searches.known(terms).shares

    def mark_damaged(self):
        try:
            with db.database.atomic():
                self._run(tables.CONDEMN)
        except BROKEN:
            pass  # the table is gone, which says it as well

    def new_build(self):
        aside = Postgres("_next")
        with db.database.atomic():
            aside._take_turn()
            aside._make()
        aside._highest = 0
        return aside

    def switch_to(self, aside):
        with db.database.atomic():
            aside._finish()
        if self.position() is None:
            self.create()
        with db.database.atomic():
            self._take_turn(wait=True)
            self._run(tables.SWAP)
        self._run(tables.ANALYZE)

    def is_fragmented(self):
        return False

    def info(self):
        if self.position() is None:
            return Info(0, 0)
        return Info(*self._run(tables.INFO).fetchone())

    def _make(self):
        self._run(f"SET LOCAL search_path = {SEARCH_SCHEMA}, public")
        self._run(tables.TABLES)

    def _finish(self):
        """Give an index built aside what it was built without."""
        if self._highest is not None:
            self._count()
            self._run(tables.INDEXES)
            self._highest = None

    def _leave_out(self, posts):
        """(how many of `posts` were there, their length)."""
        if self._highest is not None and (not posts or min(posts) > self._highest):
            self._highest = max([self._highest, *posts])
            return 0, 0
        self._finish()
        return self._run(tables.LEAVE_OUT, posts).fetchone()

    def _put(self, documents, each):
        """The length of all; one post in `each` has its words counted for so many."""
        whole, counted = 0, Counter()
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

    def _count(self):
        counted, self._counted = sorted(self._counted.items()), Counter()
        if counted:
            self._run(tables.COUNT, *map(list, zip(*counted)))

    def _run(self, sql, *values):
        return db.database.execute_sql(sql.format(**self._names), values or None)

    def _take_turn(self, wait=False):
        key = WRITING + bool(self._suffix)
        if wait:
            db.database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (key,))
        elif not db.database.execute_sql("SELECT pg_try_advisory_xact_lock(%s)", (key,)).fetchone()[0]:
            raise IndexBusy()


def _scattered(number):
    """A number from 0 to 1 in no step with the one given, since every eighth post may be a question."""
    return number * 0x9E3779B1 % 2**32 / 2**32

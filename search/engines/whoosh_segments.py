"""Reads one segment of a whoosh index in large blocks: whoosh's own matchers step from post to post, which is ten times slower."""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

from whoosh.reading import TermNotFound

from search.engines.whoosh_fields import PLACES


class Columns:
    """The numbers of a segment's posts. A segment never changes, so all threads share them."""

    def __init__(self, reader: Any) -> None:
        self.numbers, self.created, self.lengths = (_column(reader, name) for name in ("number", "created", "length"))
        self.words = sum(self.lengths)

    @cached_property
    def _by_date(self) -> tuple[Any, Any]:
        order = sorted((doc for doc, number in enumerate(self.numbers) if number), key=self.date)
        return array("I", order), array("q", (self.created[doc] for doc in order))

    def date(self, doc: int) -> tuple[int, int]:
        """The sort key of a post by date."""
        return self.created[doc], self.numbers[doc]

    def between(self, first: int | None, last: int | None) -> Iterable[int]:
        """The posts with first <= created < last, the oldest first; None is no limit."""
        order, created = self._by_date
        start = 0 if first is None else bisect_left(created, first)
        return order[start : len(order) if last is None else bisect_left(created, last)]


class Postings:
    """The posts of one segment that have a term, and in the same order how often, with its positions."""

    def __init__(self, docs: Sequence[int] = (), counts: Sequence[float] = (), places: Sequence[bytes] = ()) -> None:
        self.docs, self.counts, self._places = docs, counts, places

    @cached_property
    def _at(self) -> dict[int, bytes]:
        return dict(zip(self.docs, self._places, strict=False))

    def places(self, doc: int) -> Iterable[int]:
        """The positions of the term in a post."""
        return array(PLACES, self._at[doc])


class Segment:
    """A segment as one search sees it."""

    def __init__(self, reader: Any, columns: Columns) -> None:
        self.columns, self._reader = columns, reader
        self.gone = frozenset(reader.segment().deleted_docs())
        self._read: dict[tuple[str, str], Postings] = {}

    def postings(self, field: str, term: str) -> Postings:
        """The Postings of a term, read once for a search."""
        key = field, term
        if key not in self._read:
            self._read[key] = _postings(self._reader, field, term)
        return self._read[key]


def _postings(reader: Any, field: str, term: str) -> Postings:
    try:  # the reader's own method also lists what was deleted, for each term anew, and checks it for each post
        matcher = reader._terms.matcher(field, term.encode(), reader.schema[field].format)
    except TermNotFound:
        return Postings()
    docs: list[int] = []
    counts: list[float] = []
    places: list[bytes] = []
    while not matcher._atend:
        matcher._read_data()
        block_docs, block_counts, block_places = matcher._data
        docs += accumulate(block_docs)
        counts += _each(block_counts, matcher._blocklength)
        places += block_places or ()
        matcher._next_block()
    return Postings(docs, counts, places)


def _each(counts: Any, length: int) -> Iterable[float]:
    if counts is None or isinstance(counts, float):
        return [counts or 1.0] * length
    return counts


def _column(reader: Any, name: str) -> Any:
    found = array("q")
    if reader.has_column(name):
        column = reader.column_reader(name, translate=False)
        found.frombytes(column._dbfile.get(column._basepos, column._count * column._fixedlen))
    if sys.byteorder == "little":
        found.byteswap()
    found.extend([0] * (reader.doc_count_all() - len(found)))  # whoosh leaves the last zeros out
    return found

"""One segment of a whoosh index, read in large pieces: whoosh's own matchers step from post to post, which is ten times slower."""

import sys
from array import array
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate

from whoosh.reading import TermNotFound

from search.engines.whoosh_fields import PLACES


class Columns:
    """The numbers of a segment's posts. They never change, so that all threads share them."""

    def __init__(self, reader):
        self.numbers, self.created, self.lengths = (_column(reader, name) for name in ("number", "created", "length"))
        self.words = sum(self.lengths)

    @cached_property
    def _by_date(self):
        order = sorted((doc for doc, number in enumerate(self.numbers) if number), key=self.date)
        return array("I", order), array("q", (self.created[doc] for doc in order))

    def date(self, doc):
        """By what posts are sorted by date."""
        return self.created[doc], self.numbers[doc]

    def between(self, first, last):
        """The posts from `first` until `last`, the oldest first."""
        order, created = self._by_date
        start = 0 if first is None else bisect_left(created, first)
        return order[start : len(order) if last is None else bisect_left(created, last)]


class Postings:
    """The posts of one segment that have a term: how often, and where."""

    def __init__(self, docs=(), counts=(), places=()):
        self.docs, self._counts, self._places = docs, counts, places

    @cached_property
    def counts(self):
        """post -> how often it has the term."""
        return dict(zip(self.docs, self._counts))

    @cached_property
    def _at(self):
        return dict(zip(self.docs, self._places))

    def places(self, doc):
        """Where a post has the term."""
        return array(PLACES, self._at[doc])


class Segment:
    """A segment as one search sees it."""

    def __init__(self, reader, columns):
        self.columns, self._reader = columns, reader
        self.gone = frozenset(reader.segment().deleted_docs())
        self._read = {}

    def postings(self, field, term):
        """The Postings of a term, read once for a search."""
        key = field, term
        if key not in self._read:
            self._read[key] = _postings(self._reader, field, term)
        return self._read[key]


def _postings(reader, field, term):
    try:
        matcher = reader.postings(field, term.encode())
        matcher = getattr(matcher, "child", matcher)  # it would ask of each post whether it was taken out
    except TermNotFound:
        return Postings()
    docs, counts, places = [], [], []
    while not matcher._atend:
        matcher._read_data()
        block_docs, block_counts, block_places = matcher._data
        docs += accumulate(block_docs)
        counts += _each(block_counts, matcher._blocklength)
        places += block_places or ()
        matcher._next_block()
    return Postings(docs, counts, places)


def _each(counts, length):
    if counts is None or isinstance(counts, float):
        return [counts or 1.0] * length
    return counts


def _column(reader, name):
    found = array("q")
    if reader.has_column(name):
        column = reader.column_reader(name, translate=False)
        found.frombytes(column._dbfile.get(column._basepos, column._count * column._fixedlen))
    if sys.byteorder == "little":
        found.byteswap()
    found.extend([0] * (reader.doc_count_all() - len(found)))  # whoosh leaves the last zeros out
    return found

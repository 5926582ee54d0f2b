"""For one machine with millions of posts: tantivy, an extra (`search-fast`), in the data folder."""

import threading
import time
from functools import cached_property

import tantivy
from tantivy import Order, Query

from search.engines.base import EngineResult, IndexBusy, IndexDamaged, Info, share
from search.engines.folder import REFRESH, InFolder, size_of
from search.engines.tantivy_query import SCHEMA, field_of, field_of_characters, query_of, term_query
from search.query import terms

HEAP = 64_000_000  # bytes that the writer keeps before it makes a segment
META = 0  # the id of the document that holds the position


class Tantivy(InFolder):
    """An index of posts in a folder below `root`. Its searchers may be shared between threads."""

    name = "tantivy"

    def __init__(self, root, build=None):
        super().__init__(root, build)
        self._opened = self._writer = self._newest = None
        self._lock = threading.Lock()

    def position(self, fresh=True):
        try:
            return self._look(0 if fresh else REFRESH).position
        except Exception:  # whatever it stumbles over, the index is of no use
            self._opened = None
            return None

    def create(self):
        self._writer = None
        super().create()

    def write(self, documents, gone, position):
        writer = self._open_writer()
        build = self._writer[0]
        try:
            known = self._highest()
            for id in (META, *gone, *(document.id for document in documents if document.id <= known)):
                writer.delete_documents_by_query(term_query("id", id))
            for document in documents:
                writer.add_document(_document(document))
            writer.add_document(_meta(position))
            writer.commit()
            self._opened = None  # who wrote sees it at once
            self._newest = build, max([known, *(document.id for document in documents)])
        except Exception as error:
            self._writer = None
            raise (IndexBusy() if self._replaced(build) else IndexDamaged(str(error))) from error

    def search(self, wanted):
        return self._read(lambda searcher: _search(searcher, wanted))

    def shares(self, wanted):
        return self._read(
            lambda searcher: {
                term: share(searcher.doc_freq(field_of(term), term), searcher.num_docs) for term in wanted
            }
        )

    def _read(self, ask):
        for age in (REFRESH, 0):
            try:
                return ask(self._look(age).searcher)
            except (ValueError, OSError) as error:
                self._opened = None  # what was opened may be gone for another that is whole: look again
                trouble = IndexDamaged(str(error))
        self.mark_damaged()
        raise trouble

    def switch_to(self, aside):
        aside._writer = self._writer = None
        super().switch_to(aside)

    def info(self):
        build = self._build()
        return Info(self._look(0).searcher.num_docs - 1, size_of(build)) if build else Info(0, 0)

    def _begin(self, build):
        writer = tantivy.Index(SCHEMA, path=str(build)).writer(heap_size=HEAP, num_threads=1)
        writer.add_document(_meta(0))
        writer.commit()
        writer.wait_merging_threads()

    def _look(self, age):
        """The index as it is, or was at most `age` seconds ago."""
        opened, now = self._opened, time.monotonic()
        if opened and now - opened.at < age:
            return opened
        build = self._build()
        if build is None:
            raise IndexDamaged("no index")
        with self._lock:
            stamp = (build / "meta.json").read_bytes()  # two commits may come within one tick of the file times
            if not opened or (opened.build, opened.stamp) != (build, stamp):
                opened = _Opened(build, stamp, opened.index if opened and opened.build == build else None)
            opened.at, self._opened = now, opened
        return opened

    def _highest(self):
        """The highest id in the index: what is above it need not be taken out first, and deleting costs a search each."""
        if self._newest is None or self._newest[0] != self._writer[0]:
            found = self._look(0).searcher.search(Query.all_query(), 1, order_by_field="id").hits
            self._newest = self._writer[0], found[0][0] if found else META
        return self._newest[1]

    def _open_writer(self):
        """The one writer of the build in use; it is kept, since opening one starts threads."""
        build = self._build()
        if build is None:
            raise IndexDamaged("no index")
        if self._writer is None or self._writer[0] != build:
            self._writer = self._newest = None
            try:
                index = tantivy.Index.open(str(build))
                self._writer = build, index.writer(heap_size=HEAP, num_threads=1)
            except ValueError as error:
                raise (IndexBusy() if "Lock" in str(error) else IndexDamaged(str(error))) from error
        return self._writer[1]


class _Opened:
    """A state of an index that was looked at, last at `at` (of time.monotonic)."""

    def __init__(self, build, stamp, index):
        self.build, self.stamp, self.at = build, stamp, 0.0
        self.index = index or tantivy.Index.open(str(build))
        self.index.config_reader("manual")
        self.index.reload()
        self.searcher = self.index.searcher()

    @cached_property
    def position(self):
        """The last entry of the log that is in it."""
        ((_, address),) = self.searcher.search(term_query("id", META), 1).hits
        return self.searcher.doc(address).get_first("position")


def _meta(position):
    document = tantivy.Document()
    document.add_unsigned("id", META)
    document.add_unsigned("position", position)
    return document


def _document(post):
    document = tantivy.Document()
    document.add_unsigned("id", post.id)
    document.add_unsigned("board", post.board)
    document.add_integer("created", post.created)
    if post.kind:
        document.add_text("kind", post.kind)
    if post.author:
        document.add_text("author", terms.fold(post.author))
    whole = f"{post.title}\n{post.text}" if post.title else post.text
    for name, text in (("text", whole), ("title", post.title)):
        if text:
            _add_terms(document, name, text)
    return document


def _add_terms(document, name, text):
    placed, characters = terms.document_terms(text)
    tokens = [tantivy.Token(term, place, 0, 0) for term, place in placed]
    document.add_pre_tokenized_text(name, tantivy.PreTokenizedString("", tokens))
    singles = [tantivy.Token(unit, place, 0, 0) for place, unit in enumerate(characters)]
    document.add_pre_tokenized_text(field_of_characters(name), tantivy.PreTokenizedString("", singles))


def _search(searcher, wanted):
    asked = query_of(wanted)
    if wanted.newest_first:
        found = searcher.search(asked, wanted.limit, order_by_field="created", order=Order.Desc)
    else:
        found = searcher.search(
            asked, wanted.limit + 1, count=False
        )  # without counting, what cannot be among the best is passed over
    best = found.hits[: wanted.limit]
    numbers = searcher.fast_field_values("id", [address for _, address in best])
    scores = (0.0 if wanted.newest_first else score for score, _ in best)
    return EngineResult(tuple(zip(numbers, scores)), found.count if wanted.newest_first else len(found.hits))

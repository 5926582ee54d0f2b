"""The engine for one machine with millions of posts: tantivy, an extra (`search-fast`), in the data folder."""

import errno
import os
import shutil
import threading
import time
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import Self, TypeVar, cast

import tantivy
from tantivy import Order, Query, Searcher

from search.engines.base import Document, EngineQuery, EngineResult, IndexBusy, IndexDamaged, Info, share
from search.engines.folder import REFRESH, InFolder, passing, size_of
from search.engines.tantivy_query import SCHEMA, field_of, field_of_characters, query_of, term_query
from search.query import terms

HEAP = 64_000_000  # bytes that the writer collects before it makes a segment
META = 0  # the id of the document that holds the position

T = TypeVar("T")


class Tantivy(InFolder):
    """An index of posts in a folder below `root`. Its searchers may be shared between threads."""

    name = "tantivy"

    def __init__(self, root: Path, build: Path | None = None) -> None:
        super().__init__(root, build)
        self._opened: _Opened | None = None
        self._writer: tuple[Path, tantivy.IndexWriter] | None = None
        self._newest: tuple[Path, int] | None = None  # the build that was written last, and the highest id in it
        self._lock = threading.Lock()

    def position(self, fresh: bool = True) -> int | None:
        try:
            return self._look(0 if fresh else REFRESH).position
        except Exception as error:  # any other error of tantivy on opening means that the index is damaged
            self._opened = None
            if fresh and (cause := passing(error)):
                raise cause from error
            return None

    def create(self) -> None:
        self._writer = None
        super().create()

    def write(
        self, documents: Sequence[Document], gone: Collection[int], position: int, since: int | None = None
    ) -> None:
        build, writer = self._open_writer()
        if since is not None and self.position() != since:
            raise IndexBusy
        try:
            known = self._highest(build)
            for id in (META, *gone, *(document.id for document in documents if document.id <= known)):
                writer.delete_documents_by_query(term_query("id", id))
            for document in documents:
                writer.add_document(_document(document))
            writer.add_document(_meta(position))
            writer.commit()
            self._opened = None  # this process must see the change at once
            self._newest = build, max([known, *(document.id for document in documents)])
        except Exception as error:
            self._writer = None
            del writer  # frees its lock now, though the error keeps this frame
            if cause := passing(error) or _no_room(build):
                raise cause from error
            raise (IndexBusy() if self._replaced(build) else IndexDamaged(str(error))) from error

    def search(self, wanted: EngineQuery) -> EngineResult:
        return self._read(lambda searcher: _search(searcher, wanted))

    def shares(self, terms: Collection[str]) -> dict[str, float]:
        return self._read(
            lambda searcher: {term: share(searcher.doc_freq(field_of(term), term), searcher.num_docs) for term in terms}
        )

    def _read(self, ask: Callable[[Searcher], T]) -> T:
        for age in (REFRESH, 0):
            try:
                return ask(self._look(age).searcher)
            except (ValueError, OSError) as error:
                self._opened = None  # the build may have been replaced by another one: open again
                trouble, cause = IndexDamaged(str(error)), passing(error)
        if cause is None:
            self.mark_damaged()
        raise trouble

    def switch_to(self, aside: Self) -> None:
        aside._writer = self._writer = None
        super().switch_to(aside)

    def info(self) -> Info:
        build = self._build()
        return Info(self._look(0).searcher.num_docs - 1, size_of(build)) if build else Info(0, 0)

    def _begin(self, build: Path) -> None:
        writer = tantivy.Index(SCHEMA, path=str(build)).writer(heap_size=HEAP, num_threads=1)
        writer.add_document(_meta(0))
        writer.commit()
        writer.wait_merging_threads()

    def _look(self, age: float) -> "_Opened":
        """The index as it is, or was at most `age` seconds ago; raises IndexDamaged."""
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

    def _highest(self, build: Path) -> int:
        """The highest id in the index: higher ids need no deletion before they are added, and each deletion costs a search."""
        if self._newest is None or self._newest[0] != build:
            found = self._look(0).searcher.search(Query.all_query(), 1, order_by_field="id").hits
            self._newest = build, int(found[0][0] or 0) if found else META
        return self._newest[1]

    def _open_writer(self) -> tuple[Path, tantivy.IndexWriter]:
        """(build in use, its only writer), which stays open, since opening one starts threads."""
        build = self._build()
        if build is None:
            raise IndexDamaged("no index")
        if self._writer is None or self._writer[0] != build:
            self._writer = self._newest = None
            try:
                index = tantivy.Index.open(str(build))
                self._writer = build, index.writer(heap_size=HEAP, num_threads=1)
            except ValueError as error:
                if cause := passing(error):
                    raise cause from error
                raise (IndexBusy() if "Lock" in str(error) else IndexDamaged(str(error))) from error
        return self._writer


def _no_room(build: Path) -> OSError | None:
    """What stopped the writer, which only says that a thread of it ended, when the disk has less room than it collects."""
    full = build.exists() and shutil.disk_usage(build).free < HEAP
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(build)) if full else None


class _Opened:
    """A state of an index, found unchanged at `at` (of time.monotonic) for the last time."""

    def __init__(self, build: Path, stamp: bytes, index: tantivy.Index | None) -> None:
        self.build, self.stamp, self.at = build, stamp, 0.0
        self.index = index or tantivy.Index.open(str(build))
        self.index.config_reader("manual")
        self.index.reload()
        self.searcher = self.index.searcher()

    @cached_property
    def position(self) -> int:
        """The number of the last entry of the log in the index."""
        ((_, address),) = self.searcher.search(term_query("id", META), 1).hits
        return cast(int, self.searcher.doc(address).get_first("position"))


def _meta(position: int) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("id", META)
    document.add_unsigned("position", position)
    return document


def _document(post: Document) -> tantivy.Document:
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


def _add_terms(document: tantivy.Document, name: str, text: str) -> None:
    placed, characters = terms.document_terms(text)
    tokens = [tantivy.Token(term, place, 0, 0) for term, place in placed]
    document.add_pre_tokenized_text(name, tantivy.PreTokenizedString("", tokens))
    singles = [tantivy.Token(unit, place, 0, 0) for place, unit in enumerate(characters)]
    document.add_pre_tokenized_text(field_of_characters(name), tantivy.PreTokenizedString("", singles))


def _search(searcher: Searcher, wanted: EngineQuery) -> EngineResult:
    asked = query_of(wanted)
    if wanted.newest_first:
        found = searcher.search(asked, wanted.limit, order_by_field="created", order=Order.Desc)
    else:
        # Without counting, tantivy skips posts that cannot be among the best.
        found = searcher.search(asked, wanted.limit + 1, count=False)
    best = found.hits[: wanted.limit]
    numbers = cast(list[int], searcher.fast_field_values("id", [address for _, address in best]))
    scores = (0.0 if wanted.newest_first else score for score, _ in best)
    total = found.count if wanted.newest_first else len(found.hits)  # type: ignore[attr-defined]  # its stub lacks it
    return EngineResult(tuple(zip(numbers, scores, strict=True)), total)

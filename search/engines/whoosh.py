"""The default engine: whoosh, in the data folder. It is fast for up to about 50,000 posts, and usable up to 100,000.

Not in whoosh's documentation: a searcher shared between threads gives wrong results, so each thread has its own;
every searcher copies compound segments into memory, so none are made; nothing is fsynced, so a damaged
index must be noticed and rebuilt.
"""

import contextlib
import math
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from whoosh import index
from whoosh.reading import SegmentReader

from search.engines.base import Document, EngineQuery, EngineResult, IndexBusy, IndexDamaged, Info, share
from search.engines.folder import REFRESH, InFolder, passing, size_of
from search.engines.whoosh_fields import CODEC, META, fields_of, schema
from search.engines.whoosh_matching import Search
from search.engines.whoosh_segments import Columns, Segment
from search.query import terms

ALIKE = 8  # segments of like size are merged into one
LITTLE = 200  # posts that may be merged while one post is written, which takes about a second
PIECES = 60  # segments from which on searching takes noticeably longer

T = TypeVar("T")


class Whoosh(InFolder):
    """An index of posts in a folder below `root`."""

    name = "whoosh"

    def __init__(self, root: Path, build: Path | None = None) -> None:
        super().__init__(root, build)
        self._local = threading.local()
        self._columns: dict[Any, Columns] = {}
        self._written: _Written | None = None

    def position(self, fresh: bool = True) -> int | None:
        try:
            if self._written and self._written.is_newest(self._build()):
                return self._written.position
            return self._look(0 if fresh else REFRESH).position
        except Exception as error:  # any other error of whoosh on opening means that the index is damaged
            self._forget()
            if fresh and (cause := passing(error)):
                raise cause from error
            return None

    def write(
        self, documents: Sequence[Document], gone: Collection[int], position: int, since: int | None = None
    ) -> None:
        build = self._build()
        with contextlib.ExitStack() as stack:
            opened, writer = self._begun_writing(build, stack)
            try:
                if since is not None and self.position() != since:
                    raise IndexBusy
                _drop(opened, writer, [META, *(str(document.id) for document in documents), *map(str, gone)])
                for document in documents:
                    writer.add_document(**fields_of(document))
                writer.add_document(id=(META,), number=0, position=position)
                most = max(LITTLE, ALIKE * len(documents))
                writer.commit(mergetype=_keep_all if self._aside else partial(_merge_alike, most=most))
                self._written = _Written(build, opened, writer.generation, position)
                self._forget()  # what this thread searches next is what it has written
            except BaseException as error:
                _cancel(writer)
                self._written = None  # so that the next step opens the index and notices damage
                self._forget()
                if self._replaced(build):
                    raise IndexBusy() from error
                raise

    def _begun_writing(self, build: Path | None, stack: contextlib.ExitStack) -> tuple[Any, Any]:
        """(the index, a writer of it); `stack` frees its lock, which whoosh's own writer keeps when it fails."""
        try:
            opened = _open(build)
            stack.enter_context(_locked(opened))
            return opened, opened.writer(compound=False, limitmb=128, codec=CODEC, _lk=False)
        except IndexBusy:
            raise
        except Exception as error:
            if cause := passing(error):
                raise cause from error
            raise (IndexBusy() if self._replaced(build) else IndexDamaged(str(error))) from error

    def search(self, wanted: EngineQuery) -> EngineResult:
        return self._read(lambda searcher: Search(self._segments(searcher)).found(wanted))

    def shares(self, terms: Collection[str]) -> dict[str, float]:
        return self._read(lambda searcher: {term: _share(searcher.reader(), term) for term in terms})

    def _read(self, ask: Callable[[Any], T]) -> T:
        for attempt in (1, 2):
            try:
                return ask(self._look(REFRESH).searcher)
            except Exception as error:  # a damaged file can raise any exception
                self._forget()  # segments may have been merged meanwhile, which is no damage: open again
                if attempt == 2:
                    if not passing(error):
                        self.mark_damaged()
                    raise IndexDamaged(str(error)) from error
        raise AssertionError("the second attempt returns or raises")

    def is_fragmented(self) -> bool:
        build = self._build()
        return build is not None and len(_open(build)._segments()) > PIECES

    def info(self) -> Info:
        build = self._build()
        if build is None:
            return Info(0, 0)
        return Info(max(0, _open(build).doc_count() - 1), size_of(build))

    def _begin(self, build: Path) -> None:
        writer = index.create_in(str(build), schema()).writer(compound=False)
        writer.add_document(id=(META,), number=0, position=0)
        writer.commit()

    def _look(self, age: float) -> "_Opened":
        """This thread's searcher, checked for a newer index when the last check was more than `age` seconds ago."""
        opened, now = getattr(self._local, "opened", None), time.monotonic()
        if opened and now - opened.at < age:
            return opened
        build = self._build()
        if not opened or opened.build != build or not opened.searcher.up_to_date():
            self._forget()
            opened = self._local.opened = _Opened(build)
        opened.at = now
        return opened

    def _segments(self, searcher: Any) -> list[Segment]:
        """The searcher's Segments; their columns are cached for all threads, and those of merged segments dropped."""
        found = [(reader.segment().segment_id(), reader) for reader, _ in searcher.reader().leaf_readers()]
        self._columns = {name: self._columns.get(name) or Columns(reader) for name, reader in found}
        return [Segment(reader, self._columns[name]) for name, reader in found]

    def _forget(self) -> None:
        """Close this thread's searcher."""
        opened, self._local.opened = getattr(self._local, "opened", None), None
        if opened:
            opened.searcher.close()


class _Opened:
    """A searcher of one thread, last checked at `at` (of time.monotonic)."""

    def __init__(self, build: Path | None) -> None:
        self.build, self.at, self.searcher = build, 0.0, _open(build).searcher()

    @cached_property
    def position(self) -> int:
        """The number of the last entry of the log in the index."""
        reader = self.searcher.reader()
        position: int = reader.stored_fields(reader.postings("id", META.encode()).id())["position"]
        return position


class _Written(NamedTuple):
    """What this process wrote last, by which it knows the position without opening every segment of the index again."""

    build: Path | None
    index: Any
    generation: int
    position: int

    def is_newest(self, build: Path | None) -> bool:
        """Whether nothing was written after it to the build in use."""
        return build == self.build and self.index.latest_generation() == self.generation


@contextlib.contextmanager
def _locked(opened: Any) -> Iterator[None]:
    lock = opened.lock("WRITELOCK")
    if not lock.acquire():
        raise IndexBusy
    try:
        yield
    finally:
        lock.release()


def _open(build: Path | None) -> Any:
    if build is None:
        raise IndexDamaged("no index")
    return index.open_dir(str(build), schema=schema())


def _share(reader: Any, term: str) -> float:
    field = "characters" if terms.single(term) else "text"
    return share(reader.doc_frequency(field, term.encode()), reader.doc_count_all())


def _keep_all(writer: Any, segments: list[Any]) -> list[Any]:
    """No merging: a whole new build is written in large segments anyway."""
    return segments


def _merge_alike(writer: Any, segments: list[Any], most: int) -> list[Any]:
    """Merge the smallest ALIKE segments of like size, with `most` posts in all, and no others.

    Merging costs as much as indexing, and the writer waits for it; whoosh's own rule may merge nearly everything for one more post.
    """
    sizes: dict[int, list[Any]] = {}
    for segment in segments:
        sizes.setdefault(int(math.log(max(1, segment.doc_count()), ALIKE)), []).append(segment)
    merged: list[Any] = next(
        (alike for _, alike in sorted(sizes.items()) if len(alike) >= ALIKE and _posts(alike) <= most), []
    )
    for segment in merged:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in merged]


def _posts(segments: Iterable[Any]) -> int:
    return sum(int(segment.doc_count()) for segment in segments)


def _drop(opened: Any, writer: Any, ids: Iterable[str]) -> None:
    with opened.reader() as reader:
        for id in ids:
            if ("id", id.encode()) in reader:
                for number in reader.postings("id", id.encode()).all_ids():
                    writer.delete_document(number)


def _cancel(writer: Any) -> None:
    with contextlib.suppress(Exception):  # the error that came before is the one to report
        writer.cancel()

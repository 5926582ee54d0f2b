"""The embedded default: whoosh, in the data folder. It serves to about 50,000 posts well, to 100,000 tolerably.

What whoosh does not say: a searcher shared between threads gives wrong results, so each thread has its own;
compound segments are copied into memory by every searcher, so they are not made; nothing is fsynced, so a torn
index must be noticed and made anew.
"""

import math
import threading
import time
from functools import cached_property, partial

from whoosh import index
from whoosh.index import LockError
from whoosh.reading import SegmentReader

from search.engines.base import IndexBusy, IndexDamaged, Info, share
from search.engines.folder import REFRESH, InFolder, size_of
from search.engines.whoosh_fields import CODEC, META, fields_of, schema
from search.engines.whoosh_matching import Search
from search.engines.whoosh_segments import Columns, Segment
from search.query import terms

ALIKE = 8  # segments of like size are merged into one
LITTLE = 200  # posts that may be merged for one more post: about a second, for which it waits
PIECES = 60  # segments from which on searching takes noticeably longer


class Whoosh(InFolder):
    """An index of posts in a folder below `root`."""

    name = "whoosh"

    def __init__(self, root, build=None):
        super().__init__(root, build)
        self._local = threading.local()
        self._columns = {}

    def position(self, fresh=True):
        try:
            return self._look(0 if fresh else REFRESH).position
        except Exception:  # whatever whoosh stumbles over, the index is of no use
            self._forget()
            return None

    def write(self, documents, gone, position):
        build = self._build()
        try:
            opened = _open(build)
            writer = opened.writer(compound=False, limitmb=128, codec=CODEC)
        except LockError:
            raise IndexBusy() from None
        except Exception as error:
            raise (IndexBusy() if self._replaced(build) else IndexDamaged(str(error))) from error
        try:
            _drop(opened, writer, [META, *(str(document.id) for document in documents), *map(str, gone)])
            for document in documents:
                writer.add_document(**fields_of(document))
            writer.add_document(id=(META,), number=0, position=position)
            writer.commit(
                mergetype=_keep_all if self._aside else partial(_merge_alike, most=max(LITTLE, ALIKE * len(documents)))
            )
        except BaseException as error:
            _cancel(writer)
            if self._replaced(build):
                raise IndexBusy() from error
            raise

    def search(self, wanted):
        return self._read(lambda searcher: Search(self._segments(searcher)).found(wanted))

    def shares(self, wanted):
        return self._read(lambda searcher: {term: _share(searcher.reader(), term) for term in wanted})

    def _read(self, ask):
        for attempt in (1, 2):
            try:
                return ask(self._look(REFRESH).searcher)
            except Exception as error:  # a torn file shows itself in every way there is
                self._forget()  # merged away under a reader is no damage: look again
                if attempt == 2:
                    self.mark_damaged()
                    raise IndexDamaged(str(error)) from error
        return None

    def is_fragmented(self):
        build = self._build()
        return build is not None and len(_open(build)._segments()) > PIECES

    def info(self):
        build = self._build()
        if build is None:
            return Info(0, 0)
        return Info(max(0, _open(build).doc_count() - 1), size_of(build))

    def _begin(self, build):
        writer = index.create_in(str(build), schema()).writer(compound=False)
        writer.add_document(id=(META,), number=0, position=0)
        writer.commit()

    def _look(self, age):
        """What this thread has opened, looked at again when that was more than `age` seconds ago."""
        opened, now = getattr(self._local, "opened", None), time.monotonic()
        if opened and now - opened.at < age:
            return opened
        build = self._build()
        if not opened or opened.build != build or not opened.searcher.up_to_date():
            self._forget()
            opened = self._local.opened = _Opened(build)
        opened.at = now
        return opened

    def _segments(self, searcher):
        """The searcher's Segments; their columns are kept for all threads, and those of merged segments are dropped."""
        found = [(reader.segment().segment_id(), reader) for reader, _ in searcher.reader().leaf_readers()]
        self._columns = {name: self._columns.get(name) or Columns(reader) for name, reader in found}
        return [Segment(reader, self._columns[name]) for name, reader in found]

    def _forget(self):
        """Close this thread's searcher."""
        opened, self._local.opened = getattr(self._local, "opened", None), None
        if opened:
            opened.searcher.close()


class _Opened:
    """A searcher of one thread, last looked at at `at` (of time.monotonic)."""

    def __init__(self, build):
        self.build, self.at, self.searcher = build, 0.0, _open(build).searcher()

    @cached_property
    def position(self):
        """The last entry of the log that it sees."""
        reader = self.searcher.reader()
        return reader.stored_fields(reader.postings("id", META.encode()).id())["position"]


def _open(build):
    if build is None:
        raise IndexDamaged("no index")
    return index.open_dir(str(build), schema=schema())


def _share(reader, term):
    field = "characters" if terms.single(term) else "text"
    return share(reader.doc_frequency(field, term.encode()), reader.doc_count_all())


def _keep_all(writer, segments):
    """What is built at one go comes in large pieces already."""
    return segments


def _merge_alike(writer, segments, most):
    """Merge the smallest ALIKE segments of like size, with `most` posts in all, and no others.

    Merging costs as much as indexing, and who writes waits for it; whoosh's own rule may merge nearly everything for one more post.
    """
    sizes = {}
    for segment in segments:
        sizes.setdefault(int(math.log(max(1, segment.doc_count()), ALIKE)), []).append(segment)
    merged = next((alike for _, alike in sorted(sizes.items()) if len(alike) >= ALIKE and _posts(alike) <= most), [])
    for segment in merged:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in merged]


def _posts(segments):
    return sum(segment.doc_count() for segment in segments)


def _drop(opened, writer, ids):
    with opened.reader() as reader:
        for id in ids:
            if ("id", id.encode()) in reader:
                for number in reader.postings("id", id.encode()).all_ids():
                    writer.delete_document(number)


def _cancel(writer):
    try:
        writer.cancel()
    except Exception:
        pass  # what went wrong before is what matters

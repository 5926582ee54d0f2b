"""The embedded default: whoosh, in the data folder. It serves to about 50,000 posts well, to 100,000 tolerably.

What whoosh does not say: a searcher shared between threads gives wrong results, so each thread has its own;
compound segments are copied into memory by every searcher, so they are not made; nothing is fsynced, so a torn
index must be noticed and made anew.
"""

import math
import threading
import time
from collections import defaultdict

from whoosh import collectors, columns, fields, formats, index, scoring
from whoosh.index import LockError
from whoosh.reading import SegmentReader

from search import terms
from search.engines.base import TIME_LIMIT, Busy, Found, Info, Trouble
from search.engines.folder import Folder, size_of
from search.engines.whoosh_query import ALL, query_of

ALIKE = 8  # segments of like size are merged into one
REFRESH = 0.3  # seconds between two looks for a newer state of the index
META = "meta"  # the document that holds the position
POSITIONS = formats.Positions()
PRESENCE = formats.Existence()


class _Terms(fields.FieldType):
    """(term, position) pairs, as search.terms makes them."""

    def __init__(self):
        self.format, self.scorable, self.stored, self.unique, self.vector, self.column_type = POSITIONS, True, False, False, None, None
        self.analyzer = self.multitoken_query = None
        self.spelling = False

    def index(self, value, **options):
        places = defaultdict(list)
        for term, place in value:
            places[term].append(place)
        for term, found in places.items():
            found.sort()
            yield term.encode(), len(found), float(len(found)), POSITIONS.encode(found)


class _Presence(fields.FieldType):
    """Terms of which only the presence counts."""

    def __init__(self):
        self.format, self.scorable, self.stored, self.unique, self.vector, self.column_type = PRESENCE, False, False, False, None, None
        self.analyzer = self.multitoken_query = None
        self.spelling = False

    def index(self, value, **options):
        return ((term.encode(), 1, 1.0, b"") for term in value)


def schema():
    """The fields of the index."""
    return fields.Schema(
        id=_Presence(), number=fields.COLUMN(columns.NumericColumn("q")), created=fields.NUMERIC(int, 64, sortable=True, shift_step=8),
        board=_Presence(), kind=_Presence(), author=_Presence(), title=_Terms(), text=_Terms(), characters=_Presence(),
        title_characters=_Presence(), position=fields.STORED(),
    )  # fmt: skip


class Whoosh:
    """An index of posts in a folder below `root`."""

    name = "whoosh"

    def __init__(self, root, build=None):
        self._folder = Folder(root, self.name)
        self._root, self._aside = root, build
        self._local = threading.local()

    def position(self, fresh=True):
        try:
            return _position(self._searcher(0 if fresh else REFRESH))
        except Exception:  # whatever whoosh stumbles over, the index is of no use
            self._forget()
            return None

    def create(self):
        build = self._folder.new()
        _begin(build)
        self._folder.use(build)

    def write(self, documents, gone, position):
        build = self._build()
        try:
            opened = _open(build)
            writer = opened.writer(compound=False, limitmb=128)
        except LockError:
            raise Busy() from None
        except Exception as error:
            raise Trouble(str(error)) from error
        try:
            _drop(opened, writer, [META, *(str(document.id) for document in documents), *map(str, gone)])
            for document in documents:
                writer.add_document(**_fields(document))
            writer.add_document(id=(META,), number=0, position=position)
            writer.commit(mergetype=_keep_all if self._aside else _merge_alike)
        except BaseException:
            _cancel(writer)
            raise

    def search(self, wanted):
        for attempt in (1, 2):
            try:
                return _search(self._searcher(), wanted)
            except Exception as error:  # a torn file shows itself in every way there is
                self._forget()  # merged away under a reader is no damage: look again
                if attempt == 2:
                    self.condemn()
                    raise Trouble(str(error)) from error

    def condemn(self):
        if build := self._build():
            self._folder.condemn(build)

    def aside(self):
        build = self._folder.new()
        _begin(build)
        return Whoosh(self._root, build)

    def swap(self, aside):
        self._folder.use(aside._aside)

    def info(self):
        build = self._build()
        if build is None:
            return Info(0, 0)
        return Info(max(0, _open(build).doc_count() - 1), size_of(build))

    def _build(self):
        return self._aside or self._folder.current()

    def _searcher(self, age=REFRESH):
        """This thread's own searcher, looked at again when it is older than `age` seconds."""
        build, opened, now = self._build(), getattr(self._local, "opened", None), time.monotonic()
        if build is None:
            raise Trouble("no index")
        if opened and opened[0] == build and now - opened[2] < age:
            return opened[1]
        if opened and opened[0] == build and opened[1].up_to_date():
            searcher = opened[1]
        else:
            self._forget()
            searcher = _open(build).searcher(weighting=scoring.BM25F(B=0.75, K1=1.2))
        self._local.opened = build, searcher, now
        return searcher

    def _forget(self):
        """Close this thread's searcher."""
        opened, self._local.opened = getattr(self._local, "opened", None), None
        if opened:
            opened[1].close()


def _begin(build):
    made = index.create_in(str(build), schema())
    writer = made.writer(compound=False)
    writer.add_document(id=(META,), number=0, position=0)
    writer.commit()


def _open(build):
    if build is None:
        raise Trouble("no index")
    return index.open_dir(str(build), schema=schema())


def _position(searcher):
    reader = searcher.reader()
    return reader.stored_fields(reader.postings("id", META.encode()).id())["position"]


def _keep_all(writer, segments):
    """What is built at one go comes in large pieces already."""
    return segments


def _merge_alike(writer, segments):
    """Merge the smallest ALIKE segments of like size, and no others.

    Merging costs as much as indexing; whoosh's own rule may merge nearly everything for one more post.
    """
    sizes = {}
    for segment in segments:
        sizes.setdefault(int(math.log(max(1, segment.doc_count()), ALIKE)), []).append(segment)
    merged = next((alike for _, alike in sorted(sizes.items()) if len(alike) >= ALIKE), [])
    for segment in merged:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in merged]


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


def _fields(document):
    title, title_characters = terms.document_terms(document.title)
    text, characters = terms.document_terms(f"{document.title}\n{document.text}")
    return {
        "id": (str(document.id),), "number": document.id, "created": document.created, "board": (str(document.board), ALL),
        "kind": (document.kind,) if document.kind else (), "author": (terms.fold(document.author),) if document.author else (),
        "title": title, "text": text, "characters": characters, "title_characters": title_characters,
    }  # fmt: skip


def _search(searcher, wanted):
    if wanted.newest_first:
        collector = searcher.collector(limit=wanted.limit, sortedby="created", reverse=True)
    else:
        collector = searcher.collector(limit=wanted.limit)
    timed = collectors.TimeLimitCollector(collector, TIME_LIMIT, use_alarm=False)
    cut_short = False
    try:
        searcher.search_with_collector(query_of(wanted), timed)
    except collectors.TimeLimit:
        cut_short = True
    results = timed.results()
    numbers = searcher.reader().column_reader("number")
    hits = tuple((numbers[number], 0.0 if wanted.newest_first else score) for score, number in results.top_n)
    total = len(hits) if cut_short else len(results)
    return Found(tuple(hit for hit in hits if hit[0]), total, cut_short)

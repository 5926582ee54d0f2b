"""For one machine with millions of posts: tantivy, an extra (`search-fast`), in the data folder."""

import threading
import time

import tantivy
from tantivy import FieldType, Occur, Order, Query

from search import terms
from search.engines.base import Busy, Found, Info, Trouble, share
from search.engines.folder import Folder, size_of

REFRESH = 0.3  # seconds between two looks for a newer state of the index
HEAP = 64_000_000  # bytes that the writer keeps before it makes a segment
META = 0  # the id of the document that holds the position
TITLE_BOOST = 3.0


def schema():
    """The fields of the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_unsigned_field("position", stored=True)
    builder.add_integer_field("created", indexed=True, fast=True)
    builder.add_unsigned_field("board", indexed=True)
    for name in ("kind", "author"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("title", "text"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="position")
    for name in ("characters", "title_characters"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return builder.build()


SCHEMA = schema()


class Tantivy:
    """An index of posts in a folder below `root`. Its searchers may be shared between threads."""

    name = "tantivy"

    def __init__(self, root, build=None):
        self._folder = Folder(root, self.name)
        self._root, self._aside = root, build
        self._opened = self._writer = self._newest = None
        self._lock = threading.Lock()

    def position(self, fresh=True):
        try:
            searcher = self._searcher(0 if fresh else REFRESH)
            ((_, address),) = searcher.search(_term("id", META), 1).hits
            return searcher.doc(address).get_first("position")
        except Exception:  # whatever it stumbles over, the index is of no use
            self._opened = None
            return None

    def create(self):
        self._writer = None
        build = self._folder.new()
        _begin(build)
        self._folder.use(build)

    def write(self, documents, gone, position):
        writer = self._open_writer()
        try:
            known = self._highest()
            for id in (META, *gone, *(document.id for document in documents if document.id <= known)):
                writer.delete_documents_by_query(_term("id", id))
            for document in documents:
                writer.add_document(_document(document))
            writer.add_document(_meta(position))
            writer.commit()
            self._opened = None  # who wrote sees it at once
            self._newest = self._writer[0], max([known, *(document.id for document in documents)])
        except Exception as error:
            self._writer = None
            raise Trouble(str(error)) from error

    def search(self, wanted):
        try:
            return _search(self._searcher(REFRESH), wanted)
        except (ValueError, OSError) as error:
            self._opened = None
            self.condemn()
            raise Trouble(str(error)) from error

    def shares(self, wanted):
        searcher = self._searcher(REFRESH)
        counts = ((term, searcher.doc_freq(_field_of(term), term)) for term in wanted)
        return {term: share(count, searcher.num_docs) for term, count in counts}

    def condemn(self):
        if build := self._build():
            self._folder.condemn(build)

    def aside(self):
        build = self._folder.new()
        _begin(build)
        return Tantivy(self._root, build)

    def swap(self, aside):
        aside._writer = self._writer = None
        self._folder.use(aside._aside)

    def info(self):
        build = self._build()
        return Info(self._searcher(0).num_docs - 1, size_of(build)) if build else Info(0, 0)

    def _build(self):
        return self._aside or self._folder.current()

    def _searcher(self, age):
        """A searcher that sees what was committed at most `age` seconds ago."""
        build, opened, now = self._build(), self._opened, time.monotonic()
        if build is None:
            raise Trouble("no index")
        if opened and opened[0] == build and now - opened[3] < age:
            return opened[2].searcher()
        with self._lock:
            stamp = (build / "meta.json").read_bytes()  # two commits may come within one tick of the file times
            index = opened[2] if opened and opened[0] == build else tantivy.Index.open(str(build))
            if not opened or opened[:2] != (build, stamp):
                index.config_reader("manual")
                index.reload()
            self._opened = build, stamp, index, now
        return index.searcher()

    def _highest(self):
        """The highest id in the index: what is above it need not be taken out first, and deleting costs a search each."""
        if self._newest is None or self._newest[0] != self._writer[0]:
            searcher = self._searcher(0)
            found = searcher.search(Query.all_query(), 1, order_by_field="id").hits
            self._newest = self._writer[0], found[0][0] if found else META
        return self._newest[1]

    def _open_writer(self):
        """The one writer of the build in use; it is kept, since opening one starts threads."""
        build = self._build()
        if build is None:
            raise Trouble("no index")
        if self._writer is None or self._writer[0] != build:
            self._writer = self._newest = None
            try:
                index = tantivy.Index.open(str(build))
                self._writer = build, index.writer(heap_size=HEAP, num_threads=1)
            except ValueError as error:
                raise (Busy() if "Lock" in str(error) else Trouble(str(error))) from error
        return self._writer[1]


def _begin(build):
    writer = tantivy.Index(SCHEMA, path=str(build)).writer(heap_size=HEAP, num_threads=1)
    writer.add_document(_meta(0))
    writer.commit()
    writer.wait_merging_threads()


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
    document.add_pre_tokenized_text(_characters(name), tantivy.PreTokenizedString("", singles))


def _field_of(term):
    return "characters" if terms.single(term) else "text"


def _characters(name):
    return "characters" if name == "text" else "title_characters"


def _search(searcher, wanted):
    asked = _query(wanted)
    if wanted.newest_first:
        found = searcher.search(asked, wanted.limit, order_by_field="created", order=Order.Desc)
    else:
        found = searcher.search(asked, wanted.limit)
    numbers = searcher.fast_field_values("id", [address for _, address in found.hits])
    scores = (0.0 if wanted.newest_first else score for score, _ in found.hits)
    return Found(tuple(zip(numbers, scores)), found.count)


def _query(wanted):
    parts = [*_asked(wanted), *((Occur.Must, Query.const_score_query(allowed, 0.0)) for allowed in _allowed(wanted))]
    parts += [(Occur.MustNot, _want(want)) for want in wanted.without]
    return Query.boolean_query(parts)


def _asked(wanted):
    groups = [_either([_want(want) for want in group]) for group in wanted.groups]
    near = [(Occur.Should, _term("text", pair)) for pair in wanted.nearer]
    if not groups:
        return [(Occur.Must, Query.const_score_query(Query.exists_query("created"), 0.0))]
    if wanted.loose:
        return [(Occur.Must, _either([*groups, *(query for _, query in near), *_characters_of(wanted)]))]
    titles = [(Occur.Should, Query.boost_query(_in_title(group[0]), TITLE_BOOST)) for group in wanted.groups]
    return [*((Occur.Must, group) for group in groups), *near, *titles]


def _characters_of(wanted):
    """Every single character of a question: a word that people shorten still shares some."""
    units = dict.fromkeys(unit for group in wanted.groups for want in group for unit in want.row.units)
    return [_term("characters", unit) for unit in units if terms.single(unit)]


def _want(want):
    name = "title" if want.title else "text"
    parts = [_term(_characters(name), unit) for unit in want.row.characters]
    found = want.row.terms
    if len(found) == 1:
        parts.append(_term(name, found[0][0]))
    elif found:
        first = found[0][1]
        parts.append(Query.phrase_query(SCHEMA, name, [(offset - first, term) for term, offset in found]))
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])


def _in_title(want):
    terms_there = [_term("title", term) for term, _ in want.row.terms]
    return _either(terms_there or [_term("title_characters", unit) for unit in want.row.characters])


def _either(queries):
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def _allowed(wanted):
    for name, values in (("board", wanted.boards), ("kind", wanted.kinds), ("author", wanted.authors)):
        if values is not None:
            yield _either([_term(name, value) for value in values]) if values else Query.empty_query()
    if wanted.first is not None or wanted.last is not None:
        yield Query.range_query(SCHEMA, "created", FieldType.Integer, wanted.first, wanted.last, include_upper=wanted.last is None)


def _term(field, value):
    return Query.term_query(SCHEMA, field, value)

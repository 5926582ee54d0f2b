"""The fields of tantivy's index, and the translation of an EngineQuery into its queries."""

from collections.abc import Iterator, Sequence

import tantivy
from tantivy import FieldType, Occur, Query

from search.engines.base import EngineQuery
from search.query import terms
from search.query.terms import SearchTerm

TITLE_BOOST = 3.0

Clause = tuple[Occur, Query]


def schema() -> tantivy.Schema:
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


def query_of(wanted: EngineQuery) -> Query:
    """The tantivy query of an EngineQuery."""
    asked = _asked(wanted)
    narrowing = [(Occur.Must, Query.const_score_query(allowed, 0.0)) for allowed in _allowed(wanted)]
    narrowing += [(Occur.MustNot, _want(want)) for want in wanted.without]
    if narrowing and all(occur == Occur.Should for occur, _ in asked):
        asked = [(Occur.Must, Query.boolean_query(asked))]
    return Query.boolean_query([*asked, *narrowing])


def _asked(wanted: EngineQuery) -> list[Clause]:
    """Clauses that a post must match, or that raise its score. If all are optional terms, tantivy reads only the best posts."""
    if not wanted.groups:
        return [(Occur.Must, Query.const_score_query(Query.exists_query("created"), 0.0))]
    near = [(Occur.Should, term_query("text", pair)) for pair in wanted.nearer]
    if wanted.loose:
        return [
            *((Occur.Should, term) for group in wanted.groups for want in group for term in _terms(want)),
            *near,
            *_characters_of(wanted),
        ]
    must = Occur.Should if _is_one_term(wanted) else Occur.Must  # a term in the title is in the text too
    titles = [(Occur.Should, Query.boost_query(_in_title(group[0]), TITLE_BOOST)) for group in wanted.groups]
    return [*((must, _either([_want(want) for want in group])) for group in wanted.groups), *near, *titles]


def _is_one_term(wanted: EngineQuery) -> bool:
    wants = [want for group in wanted.groups for want in group]
    return (
        len(wants) == 1
        and len(wants[0].row.terms) + len(wants[0].row.characters) == 1
        and not wants[0].title
        and not wanted.nearer
    )


def _terms(want: SearchTerm) -> list[Query]:
    field = "title" if want.title else "text"
    return [term_query(field, term) for term, _ in want.row.terms]


def _characters_of(wanted: EngineQuery) -> list[Clause]:
    """Every single character of a question; an abbreviation shares some with the full word."""
    units = dict.fromkeys(unit for group in wanted.groups for want in group for unit in want.row.units)
    return [(Occur.Should, term_query("characters", unit)) for unit in units if terms.single(unit)]


def _want(want: SearchTerm) -> Query:
    name = "title" if want.title else "text"
    parts = [term_query(field_of_characters(name), unit) for unit in want.row.characters]
    found = want.row.terms
    if len(found) == 1:
        parts.append(term_query(name, found[0][0]))
    elif found:
        first = found[0][1]
        parts.append(Query.phrase_query(SCHEMA, name, [(offset - first, term) for term, offset in found]))
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])


def _in_title(want: SearchTerm) -> Query:
    terms_there = [term_query("title", term) for term, _ in want.row.terms]
    return _either(terms_there or [term_query("title_characters", unit) for unit in want.row.characters])


def _either(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def _allowed(wanted: EngineQuery) -> Iterator[Query]:
    for name, values in (("board", wanted.boards), ("kind", wanted.kinds), ("author", wanted.authors)):
        if values is not None:
            yield _either([term_query(name, value) for value in values]) if values else Query.empty_query()
    if wanted.first is not None or wanted.last is not None:
        yield Query.range_query(
            SCHEMA, "created", FieldType.Integer, wanted.first, wanted.last, include_upper=wanted.last is None
        )


def term_query(field: str, value: str | int) -> Query:
    """A query for posts with exactly this term in a field."""
    return Query.term_query(SCHEMA, field, value)


def field_of(term: str) -> str:
    """The field that holds a term of a text."""
    return "characters" if terms.single(term) else "text"


def field_of_characters(name: str) -> str:
    """The field that holds the single characters of `text` or `title`."""
    return "characters" if name == "text" else "title_characters"

"""The fields of whoosh's index: terms with their positions, and columns of numbers."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec

from search.engines.base import Document
from search.query import terms

META = "meta"  # the document that holds the position; its number is 0
CODEC = W3Codec(blocklimit=512)  # postings that are read at once
CODEC.length_stats = (
    False  # no field has lengths, for which whoosh would otherwise look into the folder at each posting
)
PLACES = "H"  # of `array`; a post of the longest text has fewer places
MOST_PLACES = 2**16
POSITIONS = formats.Positions()
PRESENCE = formats.Existence()


class _Field(fields.FieldType):
    def __init__(self, format: Any) -> None:
        self.format, self.scorable, self.stored, self.unique, self.vector, self.column_type = (
            format,
            False,
            False,
            False,
            None,
            None,
        )
        self.analyzer = self.multitoken_query = None
        self.spelling = False


class _Terms(_Field):
    """(term, position) pairs, as search.query.terms makes them."""

    def index(self, value: Iterable[tuple[str, int]], **options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        places = defaultdict(list)
        for term, place in value:
            places[term].append(place)
        for term, found in places.items():
            stored = sorted(place for place in found if place < MOST_PLACES)
            yield term.encode(), len(stored), float(len(stored)), array(PLACES, stored).tobytes()


class _Presence(_Field):
    """Terms of which only the presence counts."""

    def index(self, value: Iterable[str], **options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        return ((term.encode(), 1, 1.0, b"") for term in value)


def schema() -> Any:
    """The fields of the index."""
    presence = {
        name: _Presence(PRESENCE) for name in ("id", "board", "kind", "author", "characters", "title_characters")
    }
    numbers = {name: fields.COLUMN(columns.NumericColumn("q")) for name in ("number", "created", "length")}
    return fields.Schema(
        title=_Terms(POSITIONS), text=_Terms(POSITIONS), position=fields.STORED(), **presence, **numbers
    )


def fields_of(document: Document) -> dict[str, Any]:
    """The values of a Document's fields."""
    title, title_characters = terms.document_terms(document.title)
    text, characters = terms.document_terms(f"{document.title}\n{document.text}" if document.title else document.text)
    return {
        "id": (str(document.id),),
        "number": document.id,
        "created": document.created,
        "length": len(text),
        "board": (str(document.board),),
        "kind": (document.kind,) if document.kind else (),
        "author": (terms.fold(document.author),) if document.author else (),
        "title": title,
        "text": text,
        "characters": characters,
        "title_characters": title_characters,
    }

"""Posts as rows of PostgreSQL's binary COPY, which it reads faster than text. Pure.

The format of a file is in the manual under COPY, that of a tsvector in tsvectorrecv (src/backend/utils/adt/tsvector.c).
A row's one tsvector has everything that a query can ask of a post: its terms; the terms of its title, with a prefix that no
term has; and the board, the kind, the author and the stretches of time in which it was written. So one lookup in one GIN
index answers a search with all its filters, and reads no row that does not match.
"""

from collections.abc import Iterable, Iterator, Sequence
from struct import Struct

from search.engines.base import Document
from search.query import terms

TITLE, BOARD, KIND, AUTHOR, TIME = "^#~$@"
STRETCHES = 17, 20, 23, 26, 29  # bits: stretches of 1.5 days, 12 days, 97 days, 2 years and 17 years
FINEST = STRETCHES[0]
MOST_STRETCHES = 16  # in one query

HEADER, END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
MOST_PLACES, LAST_PLACE = (
    255,
    16383,
)  # PostgreSQL's limits of a lexeme in a tsvector; later positions become the last one

_ROW = Struct(">hiqiqiii")
_PLACES = [place.to_bytes(2, "big") for place in range(LAST_PLACE + 1)]
_ONCE = [b"\0\0\1" + place for place in _PLACES]
_NOWHERE = b"\0\0\0"


def row_of(post: Document) -> tuple[bytes, list[str], int]:
    """(row, lexemes, length) of a post: the bytes of its COPY row, the lexemes of its tsvector, and the number of its terms."""
    placed, characters = terms.document_terms(f"{post.title}\n{post.text}" if post.title else post.text)
    unplaced = [*characters, *_facts(post)]
    if post.title:
        titled, singles = terms.document_terms(post.title)
        placed, length = placed + [(TITLE + term, place) for term, place in titled], len(placed)
        unplaced += [TITLE + unit for unit in singles]
    else:
        length = len(placed)
    vector, lexemes = _vector(placed, unplaced)
    return _ROW.pack(4, 8, post.id, 8, post.created, 4, length, len(vector)) + vector, lexemes, length


def stretches(first: int, last: int) -> list[str]:
    """Lexemes for a range of seconds since 1970, ends included: each post of the range has one, and few other posts do."""
    bits = next((bits for bits in STRETCHES if (last >> bits) - (first >> bits) < MOST_STRETCHES), STRETCHES[-1])
    return [f"{TIME}{bits}.{number}" for number in range(first >> bits, (last >> bits) + 1)]


def _facts(post: Document) -> Iterator[str]:
    yield f"{BOARD}{post.board}"
    for mark, fact in ((KIND, post.kind), (AUTHOR, terms.fold(post.author))):
        if fact:
            yield mark + fact
    for bits in STRETCHES:
        yield f"{TIME}{bits}.{post.created >> bits}"


def _vector(placed: Iterable[tuple[str, int]], unplaced: Sequence[str]) -> tuple[bytes, list[str]]:
    """(tsvector as bytes, its lexemes)."""
    places: dict[str, list[int]] = {}
    for term, place in placed:
        if term in places:
            places[term].append(place)
        else:
            places[term] = [place]
    parts = [
        term.encode() + (_ONCE[found[0] + 1] if len(found) == 1 and found[0] < LAST_PLACE else _often(found))
        for term, found in places.items()
    ]
    parts += [term.encode() + _NOWHERE for term in unplaced]
    return len(parts).to_bytes(4, "big") + b"".join(parts), [*places, *unplaced]


def _often(found: Iterable[int]) -> bytes:
    """The bytes of a lexeme's positions, ascending and without repetitions."""
    places = sorted({min(place + 1, LAST_PLACE) for place in found})[:MOST_PLACES]
    return b"\0" + len(places).to_bytes(2, "big") + b"".join([_PLACES[place] for place in places])

"""Posts as rows of PostgreSQL's binary COPY, which it reads faster than text. Pure, besides the terms.

The form of a file is in the manual under COPY, that of a tsvector in tsvectorrecv (src/backend/utils/adt/tsvector.c).
A row's one tsvector has all that can be asked of a post: its terms; with a mark before them the terms of its title, which are
no term of any text; and the board, the kind, the author and the stretches of time in which it was written. So one look into one GIN
index answers a search with all its filters, and reads no row that does not fit.
"""

from struct import Struct

from search.query import terms

TITLE, BOARD, KIND, AUTHOR, TIME = "^#~$@"
STRETCHES = 17, 20, 23, 26, 29  # bits: stretches of 1.5 days, 12 days, 97 days, 2 years and 17 years
FINEST = STRETCHES[0]
MOST_STRETCHES = 16  # that are asked for at once

HEADER, END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
MOST_PLACES, LAST_PLACE = 255, 16383  # of a lexeme in a tsvector; what comes later stands at the last one

_ROW = Struct(">hiqiqiii")
_PLACES = [place.to_bytes(2, "big") for place in range(LAST_PLACE + 1)]
_ONCE = [b"\0\0\1" + place for place in _PLACES]
_NOWHERE = b"\0\0\0"


def row_of(post):
    """(the id, the time, the length and the tsvector of a post as bytes, its lexemes, its length); the length is the number of terms."""
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


def stretches(first, last):
    """The lexemes of which a post written from `first` to `last` (seconds since 1970, both included) has one, and few others have."""
    bits = next((bits for bits in STRETCHES if (last >> bits) - (first >> bits) < MOST_STRETCHES), STRETCHES[-1])
    return [f"{TIME}{bits}.{number}" for number in range(first >> bits, (last >> bits) + 1)]


def _facts(post):
    yield f"{BOARD}{post.board}"
    for mark, fact in ((KIND, post.kind), (AUTHOR, terms.fold(post.author))):
        if fact:
            yield mark + fact
    for bits in STRETCHES:
        yield f"{TIME}{bits}.{post.created >> bits}"


def _vector(placed, unplaced):
    """(tsvector as bytes, its lexemes)."""
    places = {}
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


def _often(found):
    """Some places after a lexeme, each once and rising."""
    kept = sorted({min(place + 1, LAST_PLACE) for place in found})[:MOST_PLACES]
    return b"\0" + len(kept).to_bytes(2, "big") + b"".join([_PLACES[place] for place in kept])

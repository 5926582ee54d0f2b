"""Which parts of a text are withheld, and what is shown of the rest. Pure.

Parts are numbered as in forum.store.commitments: a question's title is part 0 and its text begins with part 1,
every other text begins with part 0.
"""

import json
import re

from forum.store.commitments import STOPS, openings, segments

ALL = "all"  # stands in Revision.withheld of a sealed text
BLOCKS = "████"  # always as many, so that they don't tell how long the number was

_RUN_OF_BLOCKS = re.compile(rf"(?:{BLOCKS})+")


def parse_parts(stored, count):
    """The numbers of withheld parts that a Revision.withheld holds, of a text of `count` parts."""
    if stored is None:
        return frozenset()
    return frozenset(range(count)) if stored == ALL else frozenset(json.loads(stored))


def openings_of_revision(salt, text, title, stored):
    """forum.store.commitments.openings of a revision; `title` only where it is bound with the text, `stored` its withheld column."""
    return openings(salt, text, title, parse_parts(stored, len(segments(text)) + (title is not None)))


def visible_text(text, stored, first):
    """What is shown of a text whose part number `first` is its first segment."""
    if stored == ALL:
        return ""
    return cover_segments(text, {number - first for number in parse_parts(stored, 0)})


def cover_segments(text, hidden):
    """`text` with BLOCKS over the segments numbered in `hidden`, counted from 0; stops and line ends stay."""
    pieces = (_cover(piece) if number in hidden else piece for number, piece in enumerate(segments(text)))
    return _RUN_OF_BLOCKS.sub(BLOCKS, "".join(pieces))


def has_words(piece):
    """Whether a segment holds more than stops and blanks, which cover nothing."""
    return bool(piece.strip(STOPS + " "))


def _cover(piece):
    return BLOCKS + piece[len(piece.rstrip(STOPS)) :] if has_words(piece) else piece

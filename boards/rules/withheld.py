"""Which parts of a text are withheld, and what is shown of the rest. Pure.

Parts are numbered as in forum.store.commitments: a question's title is part 0 and its text begins with part 1,
every other text begins with part 0.
"""

import json
import re
from collections.abc import Collection
from typing import Any

from forum.store.commitments import STOPS, openings, segments

ALL = "all"  # the value of Revision.withheld for a sealed text
BLOCKS = "████"  # a fixed number, so that the length of the covered text is not revealed

_RUN_OF_BLOCKS = re.compile(rf"(?:{BLOCKS})+")


def parse_parts(stored: str | None, count: int) -> frozenset[int]:
    """The numbers of the withheld parts of a text of `count` parts; `stored` is Revision.withheld."""
    if stored is None:
        return frozenset()
    return frozenset(range(count)) if stored == ALL else frozenset(json.loads(stored))


def openings_of_revision(salt: str, text: str, title: str | None, stored: str | None) -> list[dict[str, Any]]:
    """forum.store.commitments.openings of a revision; `title` where it is committed to with the text, `stored` is Revision.withheld."""
    return openings(salt, text, title, parse_parts(stored, len(segments(text)) + (title is not None)))


def visible_text(text: str, stored: str | None, first: int) -> str:
    """What is shown of a text whose part number `first` is its first segment."""
    if stored == ALL:
        return ""
    return cover_segments(text, {number - first for number in parse_parts(stored, 0)})


def cover_segments(text: str, hidden: Collection[int]) -> str:
    """`text` with BLOCKS over the segments numbered in `hidden`, counted from 0; punctuation and line ends stay."""
    pieces = (_cover(piece) if number in hidden else piece for number, piece in enumerate(segments(text)))
    return _RUN_OF_BLOCKS.sub(BLOCKS, "".join(pieces))


def has_words(piece: str) -> bool:
    """Whether a segment contains more than punctuation and blanks, which are never covered."""
    return bool(piece.strip(STOPS + " "))


def _cover(piece: str) -> str:
    return BLOCKS + piece[len(piece.rstrip(STOPS)) :] if has_words(piece) else piece

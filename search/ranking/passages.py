"""The best passage of a text for a query, with its hits marked. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forum.messages import Message
from forum.text.checks import without_bidi
from forum.text.folding import offsets
from search.query import terms

LENGTH = 120  # characters of a passage
BEFORE = 24  # characters shown before the first hit
LONGEST_READ = 20_000

# Markdown's characters are left out of passages.
_MARK = re.compile(r"[\[*_`~#>]")
# Neither part of a link runs over another bracket: a text of brackets alone is read once, not once for each of them.
_MARKUP = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\[\]\s]*\)|[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}|^[#>\s]+", re.MULTILINE)


Span = tuple[int, int, str]  # start and end of a hit, and the text that was found


@dataclass(frozen=True)
class Piece:
    """A part of a passage or title, marked when it is a `hit`; a Message instead of a title that is hidden."""

    text: str | Message
    hit: bool = False


def finder(rows: Iterable[terms.Row]) -> re.Pattern[str] | None:
    """A pattern that finds the Rows in a folded text, the longest first; None when there are no Rows."""
    patterns = sorted({row.pattern for row in rows}, key=len, reverse=True)
    return re.compile("|".join(patterns)) if patterns else None


def passage(text: str, pattern: re.Pattern[str] | None) -> tuple[Piece, ...]:
    """The Pieces of the part of `text` with the most different hits."""
    plain = strip_markdown(text)
    hits = _hits(plain, pattern)
    start, end = _window(plain, hits)
    return _pieces(plain, hits, start, end, "…" if start else "", "…" if end < len(plain) else "")


def marked(line: str, pattern: re.Pattern[str] | None) -> tuple[Piece, ...]:
    """All of `line`, such as a title, as Pieces."""
    return _pieces(line, _hits(line, pattern), 0, len(line))


def strip_markdown(text: str) -> str:
    """`text` on one line, without the marks of Markdown."""
    text = text[:LONGEST_READ]
    if _MARK.search(text):
        text = _MARKUP.sub(r"\1", text)
    return " ".join(without_bidi(text).split())


def _hits(text: str, pattern: re.Pattern[str] | None) -> list[Span]:
    """The Spans of the hits, by indexes in `text`."""
    if pattern is None:
        return []
    folded = terms.fold(text)
    found = [(match.start(), match.end(), match[0]) for match in pattern.finditer(folded)]
    if len(folded) == len(text):
        return found
    places = offsets(text)
    return [(places[start], places[end - 1] + 1, what) for start, end, what in found]


def _window(text: str, hits: Sequence[Span]) -> tuple[int, int]:
    first = _best(hits)
    start = 0 if first is None else max(0, first - BEFORE)
    end = min(len(text), start + LENGTH)
    return max(0, end - LENGTH), end


def _best(hits: Sequence[Span]) -> int | None:
    """Where the hit begins with which the different texts that are hit within a passage are longest; the first such one.

    Each hit enters the passage that is looked at once and leaves it once: a text of nothing but hits is not read again for each.
    """
    inside: Counter[str] = Counter()
    best, most, entered, worth = None, -1, 0, 0
    for number, (start, _, leaving) in enumerate(hits):
        while entered < len(hits) and hits[entered][1] <= start + LENGTH - BEFORE:
            what = hits[entered][2]
            worth += 0 if inside[what] else len(what)
            inside[what] += 1
            entered += 1
        if worth > most:
            best, most = start, worth
        if number == entered:  # too long for a passage
            entered += 1
        else:
            inside[leaving] -= 1
            worth -= 0 if inside[leaving] else len(leaving)
    return best


def _joined(hits: Iterable[Span], start: int, end: int) -> list[tuple[int, int]]:
    """(start, end) of each part to be marked between two indexes; hits that touch are merged."""
    joined: list[tuple[int, int]] = []
    for first, last, _ in hits:
        if first >= start and last <= end:
            if joined and joined[-1][1] == first:
                joined[-1] = joined[-1][0], last
            else:
                joined.append((first, last))
    return joined


def _pieces(
    text: str, hits: Iterable[Span], start: int, end: int, before: str = "", after: str = ""
) -> tuple[Piece, ...]:
    pieces, at = [Piece(before)] if before else [], start
    for first, last in _joined(hits, start, end):
        pieces += [Piece(text[at:first]), Piece(text[first:last], True)]
        at = last
    pieces.append(Piece(text[at:end] + after))
    return tuple(piece for piece in pieces if piece.text)

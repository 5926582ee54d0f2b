"""The terms of a text: the same characters, pairs and words in a document as in a query. Pure.

A text is folded (NFKC, case, traditional to simplified) and cut into units: one Chinese character, a
run of letters, or a run of digits. A term is a unit, a pair of neighbouring units or a longer word, and
its position is that of its first unit, so that neighbours in a text are neighbours in the index.
Segmenters cut the same word differently in different sentences; units and pairs don't.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import rjieba

from forum.text.folding import HAN, fold

LONGEST_UNIT = 40  # characters; a longer run of letters is cut
LONGEST_WORD = 8  # units

_SIGN = "\u00a9\u00ae\u2070-\u2fff\u3030\u303d\u3041-\u3299\U0001f000-\U0001faff"  # and no punctuation
_STRETCH = re.compile(rf"([{HAN}{_SIGN}]+)|\d{{1,{LONGEST_UNIT}}}|[^\W\d_{HAN}{_SIGN}]{{1,{LONGEST_UNIT}}}")
_SINGLE = re.compile(f"[{HAN}{_SIGN}]$")


def units(folded: str) -> tuple[list[str], list[int]]:
    """(units, starts): the units of a folded text, and the index at which each begins."""
    found: list[str] = []
    starts: list[int] = []
    for stretch in _STRETCH.finditer(folded):
        if stretch.lastindex:
            found += stretch[0]
            starts += range(stretch.start(), stretch.end())
        else:
            found.append(stretch[0])
            starts.append(stretch.start())
    return found, starts


def document_terms(text: str) -> tuple[list[tuple[str, int]], set[str]]:
    """(terms, characters) of a document's text: (term, position) pairs, and the set of its single characters.

    The terms are pairs of neighbouring units, runs of letters or digits, and longer words.
    """
    folded = fold(text)
    found, starts = units(folded)
    terms = [(found[place] + found[place + 1], place) for place in _joined(found, starts)]
    characters = {unit for unit in set(found) if single(unit)}
    terms += [(unit, place) for place, unit in enumerate(found) if unit not in characters]
    terms += _longer_words(folded, found, starts)
    return terms, characters


def single(unit: str) -> bool:
    """Whether a unit is one Chinese character or sign; documents store these without positions."""
    return _singles[unit]


class _Singles(dict[str, bool]):
    """Caches whether a unit is single; only for units of one character, since there is no end to the others."""

    def __missing__(self, unit: str) -> bool:
        if len(unit) > 1:
            return False
        self[unit] = _SINGLE.match(unit) is not None
        return self[unit]


_singles = _Singles()


@dataclass(frozen=True)
class Row:
    """A sequence of units to search for. `joints` says of each unit but the last whether it touches the next one."""

    units: tuple[str, ...]
    joints: tuple[bool, ...]

    @property
    def terms(self) -> tuple[tuple[str, int], ...]:
        """(term, offset) pairs that a text with this row has; the offset counts units from the first term."""
        return tuple((term, place) for term, place in self._terms() if not single(term))

    @property
    def characters(self) -> tuple[str, ...]:
        """The single characters that a text with this row has, besides its terms."""
        return tuple(term for term, _ in self._terms() if single(term))

    def _terms(self) -> Iterator[tuple[str, int]]:
        joined = (False, *self.joints, False)
        for place, unit in enumerate(self.units):
            if joined[place + 1]:
                yield unit + self.units[place + 1], place
            elif not joined[place]:
                yield unit, place

    @property
    def pattern(self) -> str:
        """A regular expression that finds this row in a folded text."""
        gaps = ("" if joint else r"[\W_]*" for joint in (*self.joints, True))
        body = "".join(re.escape(unit) + gap for unit, gap in zip(self.units, gaps, strict=True))
        return _alone(self.units[0], "?<!") + body + _alone(self.units[-1], "?!")


@dataclass(frozen=True)
class SearchTerm:
    """A word or a phrase to find in the `text` (with its title) or in the `title` alone."""

    row: Row
    title: bool = False


Groups = tuple[tuple[SearchTerm, ...], ...]  # of each group one SearchTerm must be found


def row(text: str) -> Row | None:
    """The Row of a whole phrase; None when there is nothing in it that can be searched for."""
    found, starts = units(fold(text))
    return _row(found, starts) if found else None


def words(text: str) -> list[Row]:
    """The Rows of the words into which the segmenter cuts a query's text."""
    folded = fold(text)
    found, starts = units(folded)
    cut, at = [], 0
    for piece in rjieba.cut(folded):
        first, at = bisect_left(starts, at), at + len(piece)
        last = bisect_left(starts, at)
        if first < last:
            cut.append(_row(found[first:last], starts[first:last]))
    return cut


def neighbours(text: str) -> list[str]:
    """The pairs of a query's text; a document that has them too has the words next to each other as the query does."""
    found, starts = units(fold(text))
    return [found[place] + found[place + 1] for place in _joined(found, starts)]


def _row(found: Sequence[str], starts: Sequence[int]) -> Row:
    ends = [start + len(unit) for start, unit in zip(starts, found, strict=True)]
    return Row(tuple(found), tuple(end == start for end, start in zip(ends, starts[1:], strict=False)))


def _alone(unit: str, look: str) -> str:
    """A look-around that prevents matches of letters inside a longer word, and of digits inside a longer number."""
    kind = r"\d" if unit.isdigit() else "[a-z]" if unit.isalpha() and not _SINGLE.match(unit) else ""
    return f"({look}{kind})" if kind else ""


def _joined(found: Sequence[str], starts: Sequence[int]) -> list[int]:
    """The positions of the units that touch the next one."""
    return [
        place
        for place, (unit, start, following) in enumerate(zip(found, starts, starts[1:], strict=False))
        if start + len(unit) == following
    ]


def _longer_words(folded: str, found: Sequence[str], starts: Sequence[int]) -> Iterator[tuple[str, int]]:
    """(word, position) of the segmenter's words of more than two units."""
    at = 0
    for piece in rjieba.cut(folded):
        end = at + len(piece)
        if len(piece) > 2:
            first, last = bisect_left(starts, at), bisect_left(starts, end)
            if 2 < last - first <= LONGEST_WORD and "".join(found[first:last]) == piece:
                yield piece, first
        at = end

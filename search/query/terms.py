"""What a text is searched by: the same characters, pairs and words in a document as in a query.

A text is folded (NFKC, case, traditional to simplified) and cut into units: one Chinese character, a
run of letters, or a run of digits. A term is a unit, a pair of neighbouring units or a longer word, and
stands at the place of its first unit, so that neighbours in a text are neighbours in the index.
Segmenters cut the same word differently in different sentences; units and pairs don't.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

import rjieba

from forum.text.folding import HAN, fold

LONGEST_UNIT = 40  # characters; a longer run of letters is cut
LONGEST_WORD = 8  # units

_SIGN = "\u00a9\u00ae\u2070-\u2fff\u3030\u303d\u3041-\u3299\U0001f000-\U0001faff"  # and no punctuation
_STRETCH = re.compile(rf"([{HAN}{_SIGN}]+)|\d{{1,{LONGEST_UNIT}}}|[^\W\d_{HAN}{_SIGN}]{{1,{LONGEST_UNIT}}}")
_SINGLE = re.compile(f"[{HAN}{_SIGN}]$")


def units(folded):
    """(units, starts): the units of a folded text, and where each stands there."""
    found, starts = [], []
    for stretch in _STRETCH.finditer(folded):
        if stretch.lastindex:
            found += stretch[0]
            starts += range(stretch.start(), stretch.end())
        else:
            found.append(stretch[0])
            starts.append(stretch.start())
    return found, starts


def document_terms(text):
    """(terms, characters) of a document's text: (term, position) pairs, and the set of its single characters.

    Among the terms are neighbouring units as one, runs of letters or digits, and longer words.
    """
    folded = fold(text)
    found, starts = units(folded)
    terms = [(found[place] + found[place + 1], place) for place in _joined(found, starts)]
    characters = {unit for unit in set(found) if single(unit)}
    terms += [(unit, place) for place, unit in enumerate(found) if unit not in characters]
    terms += _longer_words(folded, found, starts)
    return terms, characters


def single(unit):
    """Whether a unit is one Chinese character or sign, which documents keep without its places."""
    return _singles[unit]


class _Singles(dict):
    """Whether a unit is single, worked out when it is first met; only of single characters, since others have no end."""

    def __missing__(self, unit):
        if len(unit) > 1:
            return False
        self[unit] = _SINGLE.match(unit) is not None
        return self[unit]


_singles = _Singles()


@dataclass(frozen=True)
class Row:
    """Units that are looked for in a row. `joints` tells of each but the last whether it touches the next one."""

    units: tuple
    joints: tuple

    @property
    def terms(self):
        """(term, offset) pairs that a text with this row has, each at its offset from the first."""
        return tuple((term, place) for term, place in self._terms() if not single(term))

    @property
    def characters(self):
        """The single characters that a text with this row has, besides its terms."""
        return tuple(term for term, _ in self._terms() if single(term))

    def _terms(self):
        joined = (False, *self.joints, False)
        for place, unit in enumerate(self.units):
            if joined[place + 1]:
                yield unit + self.units[place + 1], place
            elif not joined[place]:
                yield unit, place

    @property
    def pattern(self):
        """A regular expression that finds this row in a folded text."""
        gaps = ("" if joint else r"[\W_]*" for joint in (*self.joints, True))
        said = "".join(re.escape(unit) + gap for unit, gap in zip(self.units, gaps))
        return _alone(self.units[0], "?<!") + said + _alone(self.units[-1], "?!")


def row(text):
    """The Row of a phrase, all of it; None when nothing in it can be looked for."""
    found, starts = units(fold(text))
    return _row(found, starts) if found else None


def words(text):
    """The Rows of the words that the segmenter sees in a query's text."""
    folded = fold(text)
    found, starts = units(folded)
    cut, at = [], 0
    for piece in rjieba.cut(folded):
        first, at = bisect_left(starts, at), at + len(piece)
        last = bisect_left(starts, at)
        if first < last:
            cut.append(_row(found[first:last], starts[first:last]))
    return cut


def neighbours(text):
    """The pairs of a query's text, which tell that words stand together in a document as they do here."""
    found, starts = units(fold(text))
    return [found[place] + found[place + 1] for place in _joined(found, starts)]


def _row(found, starts):
    ends = [start + len(unit) for start, unit in zip(starts, found)]
    return Row(tuple(found), tuple(end == start for end, start in zip(ends, starts[1:])))


def _alone(unit, look):
    """A look-around that keeps letters from being found inside a longer word, and digits inside a longer number."""
    kind = r"\d" if unit.isdigit() else "[a-z]" if unit.isalpha() and not _SINGLE.match(unit) else ""
    return f"({look}{kind})" if kind else ""


def _joined(found, starts):
    """The places of the units that touch the next one."""
    return [
        place
        for place, (unit, start, following) in enumerate(zip(found, starts, starts[1:]))
        if start + len(unit) == following
    ]


def _longer_words(folded, found, starts):
    """(word, position) of the segmenter's words of more than two units."""
    at = 0
    for piece in rjieba.cut(folded):
        end = at + len(piece)
        if len(piece) > 2:
            first, last = bisect_left(starts, at), bisect_left(starts, end)
            if 2 < last - first <= LONGEST_WORD and "".join(found[first:last]) == piece:
                yield piece, first
        at = end

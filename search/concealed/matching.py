"""Whether a text has the words of a query anywhere, also inside a longer word or number. Pure.

A moderator looks for a part of a telephone number, a name, a word, whatever signs its author put between the characters.
So, unlike in the public search, texts are compared without what separates their units, and a word needs no boundaries.
"""

import re
from collections.abc import Callable, Sequence

from forum.text.folding import fold
from search.query import terms
from search.query.language import Query
from search.query.terms import SearchTerm

_BETWEEN = r"[\W_]*"


class _Units(dict[int, str]):
    """A table for str.translate that folds each character and drops what is in no unit of search.query.terms."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(terms.units(fold(chr(code)))[0])
        return self[code]


_units = _Units()


def cut(text: str) -> list[terms.Row]:
    """The Rows for which a part of a query is looked for: its words when it has several and no digit, else the whole of it.

    A number is looked for with what stands beside it (人民路12号); single characters beside words count for nothing.
    """
    found = [row for row in terms.words(text) if len(row.units) > 1 or not terms.single(row.units[0])]
    whole = terms.row(text)
    if len(found) > 1 and not any(unit.isdigit() for row in found for unit in row.units):
        return found
    return [whole] if whole else []


def matcher(query: Query) -> Callable[[str, str], bool]:
    """A function of a title and a text: whether they have one term of each group of the query, and none of `without`."""
    groups = [[_wanted(each) for each in group] for group in query.groups]
    without = [_wanted(each) for each in query.without]

    def matches(title: str, text: str) -> bool:
        title = title.translate(_units)
        everything = f"{title}\n{text.translate(_units)}"
        return all(_has(group, title, everything) for group in groups) and not _has(without, title, everything)

    return matches


def finder(groups: Sequence[Sequence[SearchTerm]]) -> re.Pattern[str] | None:
    """A pattern that finds the terms of a query in a folded text, as `matcher` does; None when there are none."""
    words = sorted({_wanted(each)[1] for group in groups for each in group}, key=len, reverse=True)
    return re.compile("|".join(_BETWEEN.join(map(re.escape, word)) for word in words)) if words else None


def _wanted(term: SearchTerm) -> tuple[bool, str]:
    """(whether only the title counts, the units to be found)."""
    return term.title, "".join(term.row.units)


def _has(wanted: Sequence[tuple[bool, str]], title: str, everything: str) -> bool:
    return any(units in (title if only_title else everything) for only_title, units in wanted)

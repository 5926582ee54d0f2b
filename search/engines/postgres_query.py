"""Translates an EngineQuery into PostgreSQL's tsquery and lexemes. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from search.engines.base import EngineQuery
from search.engines.postgres_rows import AUTHOR, BOARD, KIND, TITLE
from search.query.terms import Groups, SearchTerm, fold, single

TITLE_WEIGHT = 3.0
NEAR_WEIGHT = 1.0


def tsquery(
    groups: Groups,
    without: Iterable[SearchTerm] = (),
    facts: Iterable[Iterable[str]] = (),
    mark: str | None = None,
    part: str | None = None,
) -> str | None:
    """The text of a tsquery that finds every group, one lexeme of each of `facts` and nothing of `without`; None when all are empty.

    `mark` TITLE searches the titles only; `part` is a tsquery that must match too.
    """
    parts = [f"({part})"] if part else []
    parts += [_any(_want(want, mark) for want in group) for group in groups]
    parts += [_any(map(quoted, lexemes)) for lexemes in facts]
    parts += [f"!({_want(want)})" for want in without]
    return " & ".join(parts) or None


def facts(wanted: EngineQuery) -> Iterator[list[str]]:
    """For each filter but the time, the lexemes of which a post must have one; an empty list matches nothing."""
    for mark, values in ((BOARD, wanted.boards), (KIND, wanted.kinds), (AUTHOR, wanted.authors)):
        if values is not None:
            yield [f"{mark}{fold(str(value))}" if mark == AUTHOR else f"{mark}{value}" for value in values]


def weighed(wanted: EngineQuery) -> dict[str, float]:
    """{lexeme: weight} of the lexemes that make a hit better."""
    words: dict[str, float] = {}
    for group in wanted.groups:
        for want in group:
            for word in _words(want):
                words[word] = words.get(word, 0.0) + 1.0
            if wanted.loose:
                words |= {unit: 1.0 for unit in want.row.units if single(unit)}
            elif not want.title:
                words |= {TITLE + word: TITLE_WEIGHT for word in _words(want)}
    for pair in wanted.nearer:
        words[pair] = words.get(pair, 0.0) + NEAR_WEIGHT
    return words


def asked(wanted: EngineQuery) -> set[str]:
    """The lexemes of the query's own words, without pairs across words."""
    return {word for group in wanted.groups for want in group for word in _words(want)}


def most(groups: Groups, shares: Mapping[str, float], mark: str | None = None) -> float:
    """An upper bound for the share of posts that have every group: a term is at most as frequent as its rarest lexeme."""
    return min(
        (sum(min(shares[word] for word in _words(want, mark)) for want in group) for group in groups), default=1.0
    )


def two_of(words: Sequence[str]) -> str:
    """The text of a tsquery that finds posts with at least two of some lexemes."""
    names = [quoted(word) for word in words]
    return " | ".join(f"{name} & {_any(names[place:])}" for place, name in enumerate(names[:-1], 1))


def quoted(word: str) -> str:
    """A lexeme as it is written in a tsquery."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _words(want: SearchTerm, mark: str | None = None) -> list[str]:
    mark = TITLE if want.title else mark or ""
    return [mark + word for word in (*(term for term, _ in want.row.terms), *want.row.characters)]


def _want(want: SearchTerm, mark: str | None = None) -> str:
    """The tsquery of a word or a phrase: its terms at their distances, and its single characters."""
    mark = TITLE if want.title else mark or ""
    phrase, before = "", 0
    for term, offset in want.row.terms:
        phrase += (f" <{offset - before}> " if phrase else "") + quoted(mark + term)
        before = offset
    return " & ".join([*([f"({phrase})"] if phrase else []), *(quoted(mark + unit) for unit in want.row.characters)])


def _any(parts: Iterable[str]) -> str:
    return "(" + " | ".join(parts) + ")"

"""What is wanted, as PostgreSQL asks for it. Pure, besides the terms."""

from search.engines.postgres_rows import AUTHOR, BOARD, KIND, TITLE
from search.query.terms import fold, single

TITLE_WEIGHT = 3.0
NEAR_WEIGHT = 1.0


def tsquery(groups, without=(), facts=(), mark=None, part=None):
    """The text of a tsquery that finds every group, every choice of facts and nothing of `without`; None when nothing is asked for.

    `mark` TITLE asks all of the title; `part` is a tsquery that must be found too.
    """
    parts = [f"({part})"] if part else []
    parts += [_any(_want(want, mark) for want in group) for group in groups]
    parts += [_any(map(quoted, choice)) for choice in facts]
    parts += [f"!({_want(want)})" for want in without]
    return " & ".join(parts) or None


def facts(wanted):
    """The choices of lexemes that the filters leave, besides the time; an empty one fits nothing."""
    for mark, values in ((BOARD, wanted.boards), (KIND, wanted.kinds), (AUTHOR, wanted.authors)):
        if values is not None:
            yield [f"{mark}{fold(str(value))}" if mark == AUTHOR else f"{mark}{value}" for value in values]


def weighed(wanted):
    """lexeme -> weight: what makes a hit better."""
    words = {}
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


def asked(wanted):
    """The words that are asked for themselves."""
    return {word for group in wanted.groups for want in group for word in _words(want)}


def most(groups, shares, mark=None):
    """The share of all posts that may have every group: of each want no more than have its rarest word."""
    return min(
        (sum(min(shares[word] for word in _words(want, mark)) for want in group) for group in groups), default=1.0
    )


def two_of(words):
    """The text of a tsquery that finds what has at least two of some words."""
    names = [quoted(word) for word in words]
    return " | ".join(f"{name} & {_any(names[place:])}" for place, name in enumerate(names[:-1], 1))


def quoted(word):
    """A lexeme in a tsquery."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _words(want, mark=None):
    mark = TITLE if want.title else mark or ""
    return [mark + word for word in (*(term for term, _ in want.row.terms), *want.row.characters)]


def _want(want, mark=None):
    """One word or phrase: its terms each at its place, and its single characters."""
    mark = TITLE if want.title else mark or ""
    said, before = "", 0
    for term, offset in want.row.terms:
        said += (f" <{offset - before}> " if said else "") + quoted(mark + term)
        before = offset
    return " & ".join([*([f"({said})"] if said else []), *(quoted(mark + unit) for unit in want.row.characters)])


def _any(parts):
    return "(" + " | ".join(parts) + ")"

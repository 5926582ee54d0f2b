"""Similarity of two questions, and the department that answered similar ones. Pure.

Chinese is written without spaces, so questions are compared by pairs of neighbouring characters, leaving out words
that most questions have. A pair counts the more, the fewer of the compared questions have it.
The weights and limits were chosen with tests/bench/before_asking.py; docs/search.md gives the measurements.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TypeVar

from search.query import terms
from search.query.stop_words import COMMON, FORMAL

READ = 400  # characters of a text that are compared
TITLE, WHOLE = 0.5, 1.5  # weights of what two titles share, and two whole questions
ALIKE = 0.24  # similarity from which on a question is offered
ALIKE_WHOLE = 0.05  # titles alone can be alike by chance
ALIKE_TITLE = 0.4  # the same while there is only a title
NEAREST = 12  # past questions whose departments are counted
VOICES = 3  # questions of the first department; with fewer no department is named
MOST_WORDS = 3

Key = TypeVar("Key")


@dataclass(frozen=True)
class QuestionPairs:
    """The pairs of neighbouring characters of a question's title and of all its text, without stop words."""

    title: frozenset[str]
    whole: frozenset[str]


@dataclass(frozen=True)
class DepartmentVote:
    """The department that most of the nearest questions went to: `count` of `among`."""

    department: int
    count: int
    among: int


def question_pairs(title: str, text: str = "") -> QuestionPairs:
    """The QuestionPairs of a question."""
    return QuestionPairs(_pairs(informative_stretches(title)), _pairs(informative_stretches(f"{title}\n{text[:READ]}")))


def informative_stretches(text: str) -> list[list[terms.Row]]:
    """The folded words of `text` as lists of terms.Row, split at the words of COMMON and FORMAL."""
    stretches: list[list[terms.Row]] = [[]]
    for row in terms.words(text):
        if "".join(row.units) in COMMON | FORMAL:
            stretches.append([])
        else:
            stretches[-1].append(row)
    return [stretch for stretch in stretches if stretch]


def most_alike(
    asked: QuestionPairs, others: Mapping[Key, QuestionPairs], least: float | None = None
) -> dict[Key, float]:
    """{key: similarity from 0 to 2} of those of `others` that reach `least` (by default ALIKE or ALIKE_TITLE), the most similar first."""
    only_title, weight = asked.title == asked.whole, _weight(others.values())
    scores = {key: (_titles if only_title else _wholes)(asked, other, weight) for key, other in others.items()}
    if least is None:
        least = ALIKE_TITLE if only_title else ALIKE
    return {key: score for key, score in sorted(scores.items(), key=lambda pair: -pair[1]) if score >= least}


def department_vote(departments: Sequence[int | None]) -> DepartmentVote | None:
    """The DepartmentVote of the nearest questions' departments, nearest first; None when they don't agree."""
    counted = Counter(department for department in departments[:NEAREST] if department is not None)
    if not counted:
        return None
    (department, count), among = counted.most_common(1)[0], counted.total()
    return DepartmentVote(department, count, among) if count >= VOICES and 2 * count >= among else None


def shared(title: str, other: str) -> tuple[str, ...]:
    """The longest words of a title that the text of another question contains too, at most MOST_WORDS."""
    folded = terms.fold(other)
    found = [
        run
        for stretch in informative_stretches(title)
        for run in _runs(["".join(row.units) for row in stretch], folded)
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda run: -len(run))[:MOST_WORDS])


def _titles(asked: QuestionPairs, other: QuestionPairs, weight: Callable[[str], float]) -> float:
    """Half for the pairs that both titles have, half for those of the asked title that the other question has anywhere."""
    total = sum(map(weight, asked.title))
    found = sum(map(weight, asked.title & other.whole)) / total if total else 0.0
    return (_dice(asked.title, other.title, weight) + found) / 2


def _wholes(asked: QuestionPairs, other: QuestionPairs, weight: Callable[[str], float]) -> float:
    whole = _dice(asked.whole, other.whole, weight)
    return TITLE * _dice(asked.title, other.title, weight) + WHOLE * whole if whole >= ALIKE_WHOLE else 0.0


def _dice(some: frozenset[str], others: frozenset[str], weight: Callable[[str], float]) -> float:
    total = sum(map(weight, some)) + sum(map(weight, others))
    return 2 * sum(map(weight, some & others)) / total if total else 0.0


def _weight(questions: Collection[QuestionPairs]) -> Callable[[str], float]:
    having = Counter(pair for question in questions for pair in question.whole)
    return lambda pair: log(1 + len(questions) / (having[pair] or 0.5))


def _pairs(stretches: Iterable[Iterable[terms.Row]]) -> frozenset[str]:
    units = [[unit for row in stretch for unit in row.units] for stretch in stretches]
    return frozenset(one + following for stretch in units for one, following in pairwise(stretch))


def _runs(words: Iterable[str], folded: str) -> Iterator[str]:
    """The longest sequences of these words that a folded text contains, of at least two characters."""
    run = ""
    for word in [*words, ""]:
        if word and run + word in folded:
            run += word
            continue
        if len(run) > 1:
            yield run
        run = word if word in folded else ""

"""How alike two questions are, and which department past ones speak for. Pure.

Chinese is written without spaces, so questions are compared by pairs of neighbouring characters, leaving out words
that say how something is asked rather than what. A pair counts the more, the fewer of the questions at hand have it.
The weights and limits were chosen with tests/bench/before_asking.py; docs/search.md tells what they were measured to do.
"""

from collections import Counter
from dataclasses import dataclass
from math import log

from search.query import terms
from search.query.language import COMMON, FORMAL

READ = 400  # characters of a text that are compared
TITLE, WHOLE = 0.5, 1.5  # weights of what two titles share, and two whole questions
ALIKE = 0.24  # from here on a question is offered
ALIKE_WHOLE = 0.05  # titles alone can be alike by chance
ALIKE_TITLE = 0.4  # the same while there is only a title
NEAREST = 12  # past questions that speak for a department
VOICES = 3  # with fewer for the first department nothing is said
MOST_WORDS = 3


@dataclass(frozen=True)
class QuestionPairs:
    """The telling pairs of a question: of its title, and of all of it."""

    title: frozenset
    whole: frozenset


@dataclass(frozen=True)
class DepartmentVote:
    """The department that most of the nearest questions went to: `count` of `among`."""

    department: int
    count: int
    among: int


def question_pairs(title, text=""):
    """The Said of a question."""
    return QuestionPairs(_pairs(informative_stretches(title)), _pairs(informative_stretches(f"{title}\n{text[:READ]}")))


def informative_stretches(text):
    """The stretches of `text`, folded, between the words that tell nothing, as lists of terms.Row, one a word."""
    stretches = [[]]
    for row in terms.words(text):
        if "".join(row.units) in COMMON | FORMAL:
            stretches.append([])
        else:
            stretches[-1].append(row)
    return [stretch for stretch in stretches if stretch]


def most_alike(asked, others, least=None):
    """{key: how alike, from 0 to 2} of those of `others` (key -> Said) that are alike enough, the most alike first."""
    only_title, weight = asked.title == asked.whole, _weight(others.values())
    scores = {key: (_titles if only_title else _wholes)(asked, other, weight) for key, other in others.items()}
    if least is None:
        least = ALIKE_TITLE if only_title else ALIKE
    return {key: score for key, score in sorted(scores.items(), key=lambda pair: -pair[1]) if score >= least}


def department_vote(departments):
    """The Voice of the nearest questions' departments, nearest first; None when they don't agree."""
    counted = Counter(department for department in departments[:NEAREST] if department is not None)
    if not counted:
        return None
    (department, count), among = counted.most_common(1)[0], counted.total()
    return DepartmentVote(department, count, among) if count >= VOICES and 2 * count >= among else None


def shared(title, other):
    """The longest words of a title that stand in another question too, at most MOST_WORDS."""
    folded = terms.fold(other)
    found = [
        run
        for stretch in informative_stretches(title)
        for run in _runs(["".join(row.units) for row in stretch], folded)
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda run: -len(run))[:MOST_WORDS])


def _titles(asked, other, weight):
    """Half for what the titles share, half for how much of the asked one the other question says at all."""
    total = sum(map(weight, asked.title))
    found = sum(map(weight, asked.title & other.whole)) / total if total else 0.0
    return (_dice(asked.title, other.title, weight) + found) / 2


def _wholes(asked, other, weight):
    whole = _dice(asked.whole, other.whole, weight)
    return TITLE * _dice(asked.title, other.title, weight) + WHOLE * whole if whole >= ALIKE_WHOLE else 0.0


def _dice(some, others, weight):
    total = sum(map(weight, some)) + sum(map(weight, others))
    return 2 * sum(map(weight, some & others)) / total if total else 0.0


def _weight(questions):
    having = Counter(pair for question in questions for pair in question.whole)
    return lambda pair: log(1 + len(questions) / (having[pair] or 0.5))


def _pairs(stretches):
    units = [[unit for row in stretch for unit in row.units] for stretch in stretches]
    return frozenset(one + following for stretch in units for one, following in zip(stretch, stretch[1:]))


def _runs(words, folded):
    """The longest rows of a stretch's words that stand in a folded text, of at least two characters."""
    run = ""
    for word in [*words, ""]:
        if word and run + word in folded:
            run += word
            continue
        if len(run) > 1:
            yield run
        run = word if word in folded else ""

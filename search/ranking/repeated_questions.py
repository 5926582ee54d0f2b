"""Groups results in which the same question was sent again with hardly a change. Pure.

People send a question again when the answer is slow, or to two departments. Only questions with the same text are grouped, not
merely similar ones, so that whoever searches for one of them finds it under the other.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from search.query import terms
from search.ranking import place_names

READ = 600  # characters of a question
SAME = 0.8  # share of all pairs of two questions that both must have
ROUGHLY = 0.6  # share of all characters that both must have before their pairs are compared, which takes longer
LEAST = 30  # pairs; shorter questions can be the same by chance

_MARKS = re.compile(r"[\W_]+")

T = TypeVar("T")


def group_repeats(questions: Mapping[int, tuple[str, str]]) -> list[list[int]]:
    """[thread, repeats ...] for each question of {thread: (title, text)}, in their order; most have no repeats.

    People change the title when they send a question again; only the places that it names are compared.
    """
    groups: list[tuple[_Question, list[int]]] = []
    for thread, (title, text) in questions.items():
        question = _Question(title, text[:READ])
        for first, threads in groups:
            if _same(first, question):
                threads.append(thread)
                break
        else:
            groups.append((question, [thread]))
    return [threads for _, threads in groups]


class _Question:
    def __init__(self, title: str, text: str) -> None:
        self._title, self._text, self.characters = title, text, frozenset(text)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        bare = _MARKS.sub("", terms.fold(self._text))
        return frozenset(pairwise(bare))

    @cached_property
    def places(self) -> frozenset[str]:
        return place_names.place_names(terms.fold(f"{self._title}\n{self._text}"))


def _same(one: _Question, other: _Question) -> bool:
    if not _alike(one.characters, other.characters, ROUGHLY):
        return False
    return (
        min(len(one.pairs), len(other.pairs)) >= LEAST
        and _alike(one.pairs, other.pairs, SAME)
        and not _apart(one.places, other.places)
    )


def _alike(one: frozenset[T], other: frozenset[T], share: float) -> bool:
    if min(len(one), len(other)) < share * max(len(one), len(other)):
        return False  # even if the smaller one is part of the other
    common = len(one & other)
    return common >= share * (len(one) + len(other) - common)


def _apart(places: frozenset[str], others: frozenset[str]) -> bool:
    """Whether each text names a place that the other does not: the same question may concern two districts."""
    return bool(places - others and others - places)

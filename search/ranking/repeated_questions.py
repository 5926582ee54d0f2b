"""Which of the questions found are one and the same, sent again with hardly a word changed. Pure.

People send a question again when the answer is slow, or to two departments. Alike questions are not enough: what is gathered
here has the same text, so that whoever looks for one of them finds it under the other.
"""

import re
from functools import cached_property

from search.query import terms
from search.ranking import place_names

READ = 600  # characters of a question
SAME = 0.8  # of all pairs of two questions, those they have in common
ROUGHLY = 0.6  # of all characters; without that many the pairs, which take longer, need not be compared
LEAST = 30  # pairs; shorter questions can be the same by chance

_MARKS = re.compile(r"[\W_]+")


def group_repeats(questions):
    """[first, again, ...] of each question of {thread: (title, text)}, in their order; most stand alone.

    People change the title when they send a question again; it counts only for the places it names.
    """
    gathered = []
    for thread, (title, text) in questions.items():
        asked = _Question(title, text[:READ])
        for first, threads in gathered:
            if _same(first, asked):
                threads.append(thread)
                break
        else:
            gathered.append((asked, [thread]))
    return [threads for _, threads in gathered]


class _Question:
    def __init__(self, title, text):
        self._title, self._text, self.characters = title, text, frozenset(text)

    @cached_property
    def pairs(self):
        bare = _MARKS.sub("", terms.fold(self._text))
        return frozenset(zip(bare, bare[1:]))

    @cached_property
    def places(self):
        return place_names.place_names(terms.fold(f"{self._title}\n{self._text}"))


def _same(one, other):
    if not _alike(one.characters, other.characters, ROUGHLY):
        return False
    return (
        min(len(one.pairs), len(other.pairs)) >= LEAST
        and _alike(one.pairs, other.pairs, SAME)
        and not _apart(one.places, other.places)
    )


def _alike(one, other, share):
    common = len(one & other)
    return common >= share * (len(one) + len(other) - common)


def _apart(places, others):
    """Whether each names a place that the other doesn't: the same may be asked of two districts."""
    return bool(places - others and others - places)

"""Which of the questions found are one and the same, sent again with hardly a word changed. Pure.

People send a question again when the answer is slow, or to two departments. Alike questions are not enough: what is gathered
here has the same text, so that whoever looks for one of them finds it under the other.
"""

import re

from search import terms, whereabouts

READ = 600  # characters of a question
SAME = 0.8  # of all pairs of two questions, those they have in common
LEAST = 30  # pairs; shorter questions can be the same by chance

_MARKS = re.compile(r"[\W_]+")


def gather(questions):
    """[first, again, ...] of each question of {thread: (title, text)}, in their order; most stand alone.

    People change the title when they send a question again; it counts only for the places it names.
    """
    gathered = []
    for thread, (title, text) in questions.items():
        asked = f"{title}\n{text[:READ]}", _pairs(text[:READ])
        for first, threads in gathered:
            if _same(*first, *asked):
                threads.append(thread)
                break
        else:
            gathered.append((asked, [thread]))
    return [threads for _, threads in gathered]


def _pairs(text):
    bare = _MARKS.sub("", terms.fold(text))
    return set(zip(bare, bare[1:]))


def _same(one, pairs, other, others):
    fewest, most = sorted((len(pairs), len(others)))
    if fewest < max(LEAST, SAME * most):
        return False
    common = len(pairs & others)
    return common >= SAME * (fewest + most - common) and not _apart(one, other)


def _apart(one, other):
    """Whether each names a place that the other doesn't: the same may be asked of two districts."""
    places, others = (whereabouts.named(terms.fold(said)) for said in (one, other))
    return bool(places - others and others - places)

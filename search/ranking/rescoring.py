"""Rescores threads for a question: each is scored as one text, the question together with its answers. Pure.

A post that is found has some of the words; a thread about the same subject has the rarer ones in its posts together.
Pairs inside a word count more than pairs across two words, single characters find abbreviated words, and terms in the
first lines count once more. A thread that names another place than the question does counts less.
The weights were set with tests/bench/search_relevance.py; see docs/search.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import log

from search.engines.base import EngineQuery
from search.query import terms
from search.ranking import place_names

READ = 3000  # characters of a post
OPENING = 120  # characters in which people name their subject
K1, B = 0.8, 0.75  # as in BM25: a repeated word counts little; a long thread has more words by chance
ACROSS, CHARACTER, OPENED = 0.5, 0.8, 0.4
ELSEWHERE = 0.8  # factor for the score of a thread about another place


def weights(wanted: EngineQuery) -> dict[str, float]:
    """{term: weight} of the terms of a question.

    Letters and digits are terms by themselves, so that pairs with them (A7, 7县, 204路) count no more than pairs across words.
    """
    rows = _rows(wanted)
    found = dict.fromkeys((unit for row in rows for unit in row), CHARACTER)
    found |= {pair: ACROSS for pair in wanted.near if all(unit in found for unit in terms.units(pair)[0])}
    return found | {one + following: _pair(one, following) for row in rows for one, following in pairwise(row)}


def closest(threads: Mapping[int, Sequence[str]], wanted: EngineQuery, shares: Mapping[str, float]) -> dict[int, float]:
    """{thread: score}, larger for threads closer to `wanted`.

    `threads` maps each to its texts, the question's own first; `shares` maps terms to the share of all posts that have them.
    """
    idfs = [(term, -weight * log(shares[term])) for term, weight in weights(wanted).items() if 0 < shares[term] < 1]
    places = place_names.place_names(_text_of(wanted))
    read = {thread: [terms.fold(text[:READ]) for text in texts] for thread, texts in threads.items()}
    sizes = {thread: sum(map(len, texts)) for thread, texts in read.items()}
    usual = sum(sizes.values()) / max(1, len(sizes))
    return {thread: _score(read[thread], idfs, places, K1 * (1 - B + B * sizes[thread] / usual)) for thread in read}


def _rows(wanted: EngineQuery) -> list[tuple[str, ...]]:
    return [want.row.units for group in wanted.groups for want in group]


def _pair(one: str, following: str) -> float:
    return 1.0 if terms.single(one) and terms.single(following) else ACROSS


def _text_of(wanted: EngineQuery) -> str:
    """The words of a question, without spaces between words that were next to each other in it."""
    text, last = "", ""
    for row in _rows(wanted):
        text += "".join(row) if last + row[0] in wanted.near else " " + "".join(row)
        last = row[-1]
    return text


def _score(texts: Sequence[str], idfs: Iterable[tuple[str, float]], places: frozenset[str], damping: float) -> float:
    whole, opening = "\n".join(texts), texts[0][:OPENING]
    worth = sum(idf * _worth(term, whole, opening, damping) for term, idf in idfs if term in whole)
    return worth * (ELSEWHERE if place_names.names_other_place(places, whole) else 1.0)


def _worth(term: str, whole: str, opening: str, damping: float) -> float:
    count = whole.count(term)
    return count * (K1 + 1) / (count + damping) + OPENED * (term in opening)

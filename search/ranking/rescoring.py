"""Which threads come closest to a question: each is read again as one text, the question with its answers. Pure.

A post that is found has some of the words; a thread is about the same when its posts together have the rarer ones.
Pairs inside a word say more than pairs across two, single characters find a word that is shortened, and what stands
in the first lines counts once more. A thread that speaks of another place than the question does counts less.
The weights were set with tests/bench/search_relevance.py; see docs/search.md.
"""

from math import log

from search.query import terms
from search.ranking import place_names

READ = 3000  # characters of a post
OPENING = 120  # characters in which people say what it is about
K1, B = 0.8, 0.75  # a word said again counts little; a long thread has more words by chance
ACROSS, CHARACTER, OPENED = 0.5, 0.8, 0.4
ELSEWHERE = 0.8  # what is left of the worth of a thread about another place


def weights(wanted):
    """term -> weight, of what a question says, without how it is put.

    Letters and digits are terms by themselves, so that pairs with them (A7, 7县, 204路) count no more than pairs across words.
    """
    rows = _rows(wanted)
    found = dict.fromkeys((unit for row in rows for unit in row), CHARACTER)
    found |= {pair: ACROSS for pair in wanted.near if all(unit in found for unit in terms.units(pair)[0])}
    return found | {one + following: _pair(one, following) for row in rows for one, following in zip(row, row[1:])}


def closest(threads, wanted, shares):
    """thread -> how close it comes to `wanted`, the larger the closer.

    `threads` maps each to its texts, the question's own first; `shares` maps terms to the share of all posts that have them.
    """
    telling = [(term, -weight * log(shares[term])) for term, weight in weights(wanted).items() if 0 < shares[term] < 1]
    places = place_names.place_names(_said(wanted))
    read = {thread: [terms.fold(text[:READ]) for text in texts] for thread, texts in threads.items()}
    sizes = {thread: sum(map(len, texts)) for thread, texts in read.items()}
    usual = sum(sizes.values()) / max(1, len(sizes))
    return {thread: _score(read[thread], telling, places, K1 * (1 - B + B * sizes[thread] / usual)) for thread in read}


def _rows(wanted):
    return [want.row.units for group in wanted.groups for want in group]


def _pair(one, following):
    return 1.0 if terms.single(one) and terms.single(following) else ACROSS


def _said(wanted):
    """The words of a question, those that stood together there together again."""
    said, last = "", ""
    for row in _rows(wanted):
        said += "".join(row) if last + row[0] in wanted.near else " " + "".join(row)
        last = row[-1]
    return said


def _score(texts, telling, places, damping):
    whole, opening = "\n".join(texts), texts[0][:OPENING]
    worth = sum(idf * _worth(term, whole, opening, damping) for term, idf in telling if term in whole)
    return worth * (ELSEWHERE if place_names.names_other_place(places, whole) else 1.0)


def _worth(term, whole, opening, damping):
    said = whole.count(term)
    return said * (K1 + 1) / (said + damping) + OPENED * (term in opening)

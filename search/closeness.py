"""Which threads come closest to a question: each is read again as one text, the question with its answers. Pure.

A post that is found has some of the words; a thread is about the same when its posts together have the rarer ones.
Pairs inside a word say more than pairs across two, single characters find a word that is shortened, and what stands
in the first lines counts once more. The weights were set with tests/bench/search_relevance.py; see docs/search.md.
"""

from math import log

from search import terms

READ = 3000  # characters of a post
OPENING = 120  # characters in which people say what it is about
K1, B = 0.6, 0.75  # a word said again counts little; a long thread has more words by chance
ACROSS, CHARACTER, OPENED = 0.5, 0.8, 0.4


def weights(wanted):
    """term -> weight, of what a question says, without how it is put."""
    units = [want.row.units for group in wanted.groups for want in group]
    found = dict.fromkeys((unit for row in units for unit in row), CHARACTER)
    found |= {pair: ACROSS for pair in wanted.near if pair[0] in found and pair[-1] in found}
    return found | {one + following: 1.0 for row in units for one, following in zip(row, row[1:])}


def closest(threads, wanted, shares):
    """thread -> how close it comes to `wanted`, the larger the closer.

    `threads` maps each to its texts, the question's own first; `shares` maps terms to the share of all posts that have them.
    """
    telling = [(term, -weight * log(shares[term])) for term, weight in weights(wanted).items() if 0 < shares[term] < 1]
    read = {thread: [terms.fold(text[:READ]) for text in texts] for thread, texts in threads.items()}
    sizes = {thread: sum(map(len, texts)) for thread, texts in read.items()}
    usual = sum(sizes.values()) / max(1, len(sizes))
    return {thread: _score(read[thread], telling, K1 * (1 - B + B * sizes[thread] / usual)) for thread in read}


def _score(texts, telling, damping):
    whole, opening = "\n".join(texts), texts[0][:OPENING]
    return sum(idf * _worth(term, whole, opening, damping) for term, idf in telling if term in whole)


def _worth(term, whole, opening, damping):
    said = whole.count(term)
    return said * (K1 + 1) / (said + damping) + OPENED * (term in opening)

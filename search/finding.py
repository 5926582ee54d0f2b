"""How the engines are asked, the same for all: every word first, and for a question the posts that come closest. Pure."""

from dataclasses import replace

from search import language
from search.engines.base import Found

FEW = 3  # threads with all words; with fewer, those with some of the words follow
LEAST = 0.2  # of the best score; what shares less with a question has nothing to do with it
OFFICIAL_WEIGHT = 1.15
LONG = 5  # words from which a query is a question, and no post need have every word


def find(engine, wanted, candidates_of):
    """(Found, candidates, loose) of a Wanted; `candidates_of` makes of (post, score) pairs what the viewer may see.

    It is given besides how much more an official answer weighs: nothing for a question, which is answered by what is closest.
    """
    by_rank = not wanted.newest_first
    whole = len(wanted.groups) < LONG or not by_rank
    found = engine.search(wanted) if whole else Found((), 0)
    seen = candidates_of(found.hits, OFFICIAL_WEIGHT)
    if not by_rank or len(wanted.groups) < 2 or len({candidate.thread for candidate in seen}) >= FEW:
        return found, seen, False
    loose = engine.search(loosely(wanted))
    return loose, _first(seen, candidates_of(loose.hits, 1.0)), True


def loosely(wanted):
    """The same, of which as much as can be had is wanted; how a question is put counts for nothing."""
    near = tuple(pair for pair in wanted.near if pair not in language.FORMAL)
    return replace(wanted, groups=language.telling(wanted.groups), near=near, loose=True)


def by_thread(found):
    """[best, others] of each thread, the best thread first; a thread is as good as its best post."""
    threads = {}
    for candidate in sorted(found, key=lambda candidate: (-candidate.score, -candidate.id)):
        threads.setdefault(candidate.thread, [candidate, -1])[1] += 1
    return list(threads.values())


def _first(whole, loose):
    """What has every word, before what has some of them."""
    known = {candidate.id for candidate in whole}
    best = max((candidate.score for candidate in loose), default=0.0)
    loose = [candidate for candidate in loose if candidate.score >= LEAST * best]
    lifted = [replace(candidate, score=candidate.score + best) for candidate in whole]
    return lifted + [candidate for candidate in loose if candidate.id not in known]

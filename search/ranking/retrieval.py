"""How the engines are asked, the same for all: every word first, and for a question the posts that come closest. Pure."""

from dataclasses import replace

from search.engines.base import EngineResult
from search.query import language
from search.ranking import rescoring

FEW = 3  # threads with all words; with fewer, those with some of the words follow
LEAST = 0.2  # of the best score; what shares less with a question has nothing to do with it
OFFICIAL_WEIGHT = 1.15
REREAD = 60  # threads that are read again for a question
TEXTS = 6  # posts of a thread that are read again
LONG = 5  # words from which a query is a question, and no post need have every word


def find(engine, wanted, candidates_of, texts_of):
    """(Found, candidates, loose) of a Wanted; `candidates_of` makes of (post, score) pairs what the viewer may see.

    It is given besides how much more an official answer weighs: nothing for a question, which is answered by what is closest.
    `texts_of` gives the texts of threads, each given with some of its posts that were found, the question's own text first.
    """
    by_rank = not wanted.newest_first
    whole = len(wanted.groups) < LONG or not by_rank
    found = engine.search(wanted) if whole else EngineResult((), 0)
    seen = candidates_of(found.hits, OFFICIAL_WEIGHT)
    if not by_rank or len(wanted.groups) < 2 or len({candidate.thread for candidate in seen}) >= FEW:
        return found, seen, False
    wanted = loosened(wanted)
    loose = engine.search(wanted)
    return loose, _first(seen, _closest(candidates_of(loose.hits, 1.0), wanted, engine, texts_of)), True


def loosened(wanted):
    """The same, of which as much as can be had is wanted; how a question is put counts for nothing."""
    near = tuple(pair for pair in wanted.near if pair not in language.FORMAL)
    return replace(wanted, groups=language.informative(wanted.groups), near=near, loose=True)


def by_thread(found):
    """[best, others] of each thread, the best thread first; a thread is as good as its best post."""
    threads = {}
    for candidate in sorted(found, key=lambda candidate: (-candidate.score, -candidate.id)):
        threads.setdefault(candidate.thread, [candidate, -1])[1] += 1
    return list(threads.values())


def _closest(seen, wanted, engine, texts_of):
    """The candidates of the best REREAD threads, scored by how close their threads come as a whole."""
    threads = {}
    for candidate in seen:
        threads.setdefault(candidate.thread, []).append(candidate)
    best = dict(list(threads.items())[:REREAD])
    texts = texts_of({thread: [candidate.id for candidate in found[:TEXTS]] for thread, found in best.items()})
    close = rescoring.closest(texts, wanted, engine.shares(list(rescoring.weights(wanted))))
    return [
        replace(candidate, score=close[thread] * candidate.score / (found[0].score or 1.0))
        for thread, found in best.items()
        if thread in close
        for candidate in found
    ]


def _first(whole, loose):
    """What has every word, before what has some of them."""
    known = {candidate.id for candidate in whole}
    best = max((candidate.score for candidate in loose), default=0.0)
    loose = [candidate for candidate in loose if candidate.score >= LEAST * best]
    lifted = [replace(candidate, score=candidate.score + best) for candidate in whole]
    return lifted + [candidate for candidate in loose if candidate.id not in known]

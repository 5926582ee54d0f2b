"""Asks the engine: all words first; for a question, the threads that score best with some of its words. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from search.engines.base import Engine, EngineQuery, EngineResult
from search.query import stop_words, terms
from search.query.numbers import is_numbered, names_a_number
from search.query.results import Found
from search.query.terms import SearchTerm
from search.ranking import rescoring

FEW = 3  # threads with all words; with fewer, those with some of the words follow
LEAST = 0.2  # of the best score; posts below it have nothing to do with the question
OFFICIAL_WEIGHT = 1.15
REREAD = 60  # threads that are read again for a question
TEXTS = 6  # posts of a thread that are read again
LONG = 5  # words from which on a query counts as a question, and no post needs to have every word

CandidatesOf = Callable[[Sequence[tuple[int, float]], float], list[Found]]
TextsOf = Callable[[dict[int, list[int]]], Mapping[int, Sequence[str]]]


def find(
    engine: Engine, wanted: EngineQuery, candidates_of: CandidatesOf[Found], texts_of: TextsOf
) -> tuple[EngineResult, list[Found], bool]:
    """(EngineResult, candidates, loose) of an EngineQuery; `loose` when candidates with only some of the words are among them.

    `candidates_of` turns (post id, score) pairs into what the viewer may see, given the factor by which official answers
    weigh more (1 for a question, which is answered by the closest threads). `texts_of` gives the texts of threads, the
    question's own first, of {thread: ids of its posts that were found}.
    """
    by_rank = not wanted.newest_first
    whole = len(wanted.groups) < LONG or not by_rank
    found = engine.search(wanted) if whole else EngineResult((), 0)
    seen = candidates_of(found.hits, OFFICIAL_WEIGHT)
    few = len({candidate.thread for candidate in seen}) < FEW
    if not by_rank or len(wanted.groups) < 2 or not few:
        return found, seen, False
    numbered = whole and names_a_number(wanted.groups)
    some = _with_its_numbers(wanted) if numbered else loosened(wanted)
    loose = engine.search(some) if some else found
    if numbered and loose.total <= found.total:
        return found, seen, False
    return loose, _first(seen, _closest(candidates_of(loose.hits, 1.0), loosened(wanted), engine, texts_of)), True


def _with_its_numbers(wanted: EngineQuery) -> EngineQuery | None:
    """The query for posts with its numbers (and what they count: 12号, 204路) and one of its other words.

    None when there are not two other words to choose from.
    """
    numbers = [group for group in wanted.groups if is_numbered(group)]
    counted = [row for pair in wanted.near if (row := terms.row(pair)) and row.units[0].isdigit()]
    rest = [group for group in stop_words.informative(wanted.groups) if not is_numbered(group)]
    either = tuple(each for group in rest for each in group if len(each.row.units) > 1)
    if len(either) < 2:
        return None
    return replace(wanted, groups=(*numbers, *((SearchTerm(row),) for row in counted), either))


def loosened(wanted: EngineQuery) -> EngineQuery:
    """The same query, for posts with some of the words; the words of FORMAL are left out."""
    near = tuple(pair for pair in wanted.near if pair not in stop_words.FORMAL)
    return replace(wanted, groups=stop_words.informative(wanted.groups), near=near, loose=True)


def by_thread(found: Sequence[Found]) -> list[tuple[Found, int]]:
    """(best post, number of the others) of each thread, the best thread first; a thread is as good as its best post."""
    threads: dict[int, list[Found]] = {}
    for candidate in sorted(found, key=lambda candidate: (-candidate.score, -candidate.id)):
        threads.setdefault(candidate.thread, []).append(candidate)
    return [(posts[0], len(posts) - 1) for posts in threads.values()]


def _closest(seen: Sequence[Found], wanted: EngineQuery, engine: Engine, texts_of: TextsOf) -> list[Found]:
    """The candidates of the best REREAD threads, rescored by their whole threads."""
    threads: dict[int, list[Found]] = {}
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


def _first(whole: Sequence[Found], loose: Sequence[Found]) -> list[Found]:
    """The candidates with every word, before those with some of them."""
    known = {candidate.id for candidate in whole}
    best = max((candidate.score for candidate in loose), default=0.0)
    loose = [candidate for candidate in loose if candidate.score >= LEAST * best]
    lifted = [replace(candidate, score=candidate.score + best) for candidate in whole]
    return lifted + [candidate for candidate in loose if candidate.id not in known]

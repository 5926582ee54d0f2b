"""Reads an engine's hits as far as a page of results needs them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from boards.clocks.city import City
from forum.roles import Actor
from search.documents import texts_of
from search.engines.base import Engine, EngineQuery, EngineResult
from search.query import filters
from search.query.language import Query
from search.query.paging import Place, after, older
from search.query.request import SearchRequest
from search.ranking.candidates import Candidate, candidates
from search.ranking.retrieval import by_thread, find

WINDOW = 300  # hits that are read
DEEP = 3000  # hits that are read when the database decides a filter, or by whoever pages on past WINDOW
DEEPEST = 30_000  # hits that are read by whoever pages on past DEEP


@dataclass(frozen=True)
class Search:
    """One search: the request, the query it means, and for whom and when it is made; `at` is where the page begins."""

    asked: SearchRequest
    query: Query
    places: filters.Places
    viewer: Actor
    now: datetime
    at: Place | None


@dataclass(frozen=True)
class Looked:
    """What the engine found, what of it may be seen, and that by threads in the order of the pages."""

    found: EngineResult
    seen: list[Candidate]
    groups: Sequence[tuple[Candidate, int]]
    loose: bool


def look(search: Search, engine: Engine, city: City) -> Looked:
    """What was found, read as far as the page needs it.

    What is read further is put behind what was read before: the same words weigh otherwise there (an official answer counts
    more, and an engine that ranks the newest posts only now ranks older ones too), which would move threads to pages already seen.
    """
    wanted = _wanted(search, city, WINDOW)
    if wanted is None:
        return Looked(EngineResult((), 0), [], [], False)
    looked: Looked | None = None
    for limit in _limits(search):
        found, seen, loose = _find(replace(wanted, limit=limit), engine, search)
        groups = _groups(search, seen)
        known = {best.thread for best, _ in looked.groups} if looked and search.asked.sort != "date" else frozenset()
        before = looked.groups if known and looked else []
        looked = Looked(found, seen, [*before, *(group for group in groups if group[0].thread not in known)], loose)
        full = len(from_there_on(search, looked)) > search.asked.limit
        if loose or not goes_on(found) or (full and _has_begun(search, looked)):
            break
    assert looked is not None
    return looked


def _has_begun(search: Search, looked: Looked) -> bool:
    """Whether the result after which the page begins was read; scores of what was read before tell nothing about its place."""
    by_date = search.asked.sort == "date"
    return by_date or search.at is None or any(best.id == search.at[1] for best, _ in looked.groups)


def _limits(search: Search) -> tuple[int, ...]:
    """How many hits are read, one number after the other as long as the page is not full."""
    deep = any(name in search.query.filters for name in ("status", "dept", "has"))
    first = (DEEP,) if deep else (WINDOW, DEEP)
    return (*first, DEEPEST) if search.at else first


def _groups(search: Search, seen: Sequence[Candidate]) -> Sequence[tuple[Candidate, int]]:
    passing = filters.filter_candidates(seen, search.query.filters, search.places)
    return older(search.at, passing) if search.asked.sort == "date" else by_thread(passing)


def from_there_on(search: Search, looked: Looked) -> Sequence[tuple[Candidate, int]]:
    """The groups from the place on at which the page begins."""
    return looked.groups if search.asked.sort == "date" else after(search.at, looked.groups)


def _find(wanted: EngineQuery, engine: Engine, search: Search) -> tuple[EngineResult, list[Candidate], bool]:
    return find(engine, wanted, lambda hits, official: candidates(hits, search.viewer, search.now, official), texts_of)


def goes_on(found: EngineResult) -> bool:
    """Whether the engine has more hits than it gave."""
    return found.total > len(found.hits)


def _wanted(search: Search, city: City, limit: int) -> EngineQuery | None:
    query, asked, at = search.query, search.asked, search.at
    boards = search.places.boards(query.filters["board"]) if "board" in query.filters else None
    if boards == () or ("dept" in query.filters and not search.places.departments(query.filters["dept"])):
        return None
    first, last = _seconds(query.after, city, 1), _seconds(query.before, city, 0)
    if asked.sort == "date" and at:
        last = int(at[0]) + 1 if last is None else min(int(at[0]) + 1, last)
    return EngineQuery(
        groups=query.groups,
        without=query.without,
        near=query.near,
        boards=boards,
        kinds=query.filters.get("kind"),
        authors=query.filters.get("author"),
        first=first,
        last=last,
        newest_first=asked.sort == "date",
        limit=limit,
    )


def _seconds(day: Any, city: City, later: int) -> int | None:
    """The moment `later` days after the start of a day in the city, in seconds since 1970; None without a day."""
    if day is None:
        return None
    begins = datetime(day.year, day.month, day.day, tzinfo=city.timezone)
    try:
        return int((begins + timedelta(days=later)).timestamp())
    except OverflowError:
        return int(begins.timestamp())

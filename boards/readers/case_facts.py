"""Reads what the figures need of some threads, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import peewee

from boards.clocks.city import City
from boards.models.cases import OwnQuestion, Rating
from boards.models.threads import Board, Clock, Post, Thread
from boards.rules.figures.measures import CaseFacts, ClockFacts, RatingFacts
from boards.rules.status import PostKind

MARKS = (PostKind.FOLLOW_UP, PostKind.TRANSFER)


def case_facts(threads: Sequence[int], city: City) -> Iterator[CaseFacts]:
    """The CaseFacts of `threads`, those that are no questions included."""
    clocks, ratings, own, marks = _clocks(threads), _ratings(threads), _own(threads), _marks(threads)
    for row in _rows(threads):
        thread = row["id"]
        yield CaseFacts(
            thread=thread,
            category=row["category"],
            day=city.day(row["created_at"]),
            asked_at=row["created_at"],
            kind=row["kind"] or "",
            channel=row["channel"],
            status=row["status"],
            disposition=row["disposition"],
            department=row["department"],
            due_at=row["next_due_at"],
            clocks=tuple(clocks[thread]),
            rating=ratings.get(thread),
            own=frozenset(own[thread]),
            followed_up=PostKind.FOLLOW_UP in marks[thread],
            transferred=PostKind.TRANSFER in marks[thread],
            sealed=None in marks[thread],
        )


def _rows(threads):
    columns = (
        Thread.id,
        Thread.created_at,
        Thread.kind,
        Thread.channel,
        Thread.status,
        Thread.disposition,
        Thread.department,
        Thread.next_due_at,
        Board.category,
    )
    return Thread.select(*columns).join(Board).where(among(Thread.id, threads)).order_by(Thread.id).dicts()


def _clocks(threads):
    columns = (
        Clock.department,
        Clock.kind,
        Clock.opened_at,
        Clock.due_at,
        Clock.met_at,
        Clock.met_by,
        Clock.outcome,
    )
    rows = Clock.select(Clock.thread, *columns).where(among(Clock.thread, threads)).order_by(Clock.id)
    return _by_thread((thread, ClockFacts(*rest)) for thread, *rest in rows.tuples())


def _ratings(threads):
    """The last rating of each thread, since it may be changed once."""
    columns = (Rating.thread, Rating.department, Rating.grade, Rating.solved)
    rows = Rating.select(*columns).where(among(Rating.thread, threads)).order_by(Rating.number)
    return {thread: RatingFacts(*rest) for thread, *rest in rows.tuples()}


def _own(threads):
    return _by_thread(
        OwnQuestion.select(OwnQuestion.thread, OwnQuestion.department)
        .where(among(OwnQuestion.thread, threads))
        .tuples()
    )


def _marks(threads):
    """The kinds of MARKS that stand in each thread, as they were written there; None for a sealed post."""
    sealed = Post.seal_order_id.is_null(False)
    kind = peewee.Case(None, [(sealed, None)], Post.kind)
    rows = Post.select(Post.thread, kind).where(among(Post.thread, threads), sealed | Post.kind.in_(list(MARKS)))
    return _by_thread(rows.distinct().tuples())


def among(column: Any, threads: Iterable[int]) -> Any:
    """The condition that a column is one of `threads`, in the SQL itself: hundreds of parameters take longer to compose than to run."""
    return column.in_(peewee.SQL(f"({', '.join(str(int(thread)) for thread in threads)})"))


def _by_thread(rows: Any) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for thread, value in rows:
        found[thread].append(value)
    return found

"""Counts threads and posts by board and day: a reader of the log."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from boards.clocks.city import City
from boards.models.threads import Post, Tally, Thread
from boards.rules.deeds.record import Effect
from boards.rules.deeds.table import deeds_of
from forum.store.log import Deed, Entry, entry_data
from forum.store.readers import Reader

UNVEILING = deeds_of(Effect.UNVEILS)

ADD = """ON CONFLICT (board_id, day) DO UPDATE
    SET threads = tally.threads + excluded.threads, posts = tally.posts + excluded.posts"""

Counted = tuple[int, datetime, int, int]  # (board id, time, threads, posts)


def reader(city: City) -> Reader:
    """The Reader that keeps the tallies by the city's days. What waits for screening is counted once it is public."""
    return Reader("tallies", lambda entries, now: _count(entries, city), deeds={Deed.POST_CREATE, *UNVEILING})


def _count(entries: Sequence[Entry], city: City) -> None:
    counted: Counter[tuple[int, date, str]] = Counter()
    for board, at, threads, posts in (*_written(entries), *_unveiled(entries)):
        counted[board, city.day(at), "threads"] += threads
        counted[board, city.day(at), "posts"] += posts
    days = sorted({(board, day) for board, day, _ in counted})
    rows = [_row(board, day, counted[board, day, "threads"], counted[board, day, "posts"]) for board, day in days]
    Tally.insert_all(rows, ADD)


def _written(entries: Iterable[Entry]) -> Iterator[Counted]:
    """Posts that were public when they were written; those that waited are counted with the publication of their thread."""
    created = {entry.post_id: entry for entry in entries if entry.deed == Deed.POST_CREATE}
    rows = list(_posts(created))
    unveilings = _unveilings([thread for _, _, thread, _, _ in rows])
    for post, floor, thread, board, public in rows:
        if public and created[post].id > unveilings.get(thread, 0):
            yield board, created[post].at, int(floor == 1), 1


def _unveiled(entries: Iterable[Entry]) -> Iterator[Counted]:
    unveiling = [entry for entry in entries if entry_data(entry.data).get("unveiled")]
    boards = dict(
        Thread.select(Thread.id, Thread.board).where(Thread.id.in_([entry.thread_id for entry in unveiling])).tuples()
    )
    for entry in unveiling:
        yield boards[entry.thread_id], entry.at, 1, entry_data(entry.data)["unveiled"]


def _unveilings(threads: Sequence[int]) -> dict[int, int]:
    """{thread: number of the entry that made it public}, for those of `threads` that once waited."""
    deeds = [deed.value for deed in UNVEILING]
    rows = Entry.select(Entry.thread_id, Entry.id, Entry.data).where(
        Entry.thread_id.in_(threads), Entry.deed.in_(deeds)
    )
    return {thread: number for thread, number, data in rows.tuples() if entry_data(data).get("unveiled")}


def _posts(posts: Iterable[int]) -> Any:
    columns = (Post.id, Post.floor, Thread.id, Thread.board, Thread.public)
    return Post.select(*columns).join(Thread).where(Post.id.in_(list(posts))).tuples()


def _row(board: int, day: date, threads: int, posts: int) -> dict[str, Any]:
    return {"board": board, "day": day, "threads": threads, "posts": posts}

"""The day's figures of each board, counted from the log by a reader after the commit."""

from collections import Counter

from boards.models.threads import Post, Tally, Thread
from boards.rules.deeds.record import Effect
from boards.rules.deeds.table import deeds_of
from forum.store.log import Deed, Entry, entry_data
from forum.store.readers import Reader

UNVEILING = deeds_of(Effect.UNVEILS)


def reader(city):
    """The Reader that keeps the tallies; a day is a day in the city. What waits for screening counts once it is public."""
    return Reader("tallies", lambda entries, now: _count(entries, city), deeds={Deed.POST_CREATE, *UNVEILING})


def _count(entries, city):
    counted = Counter()
    for board, at, threads, posts in (*_written(entries), *_unveiled(entries)):
        counted[board, city.day(at), "threads"] += threads
        counted[board, city.day(at), "posts"] += posts
    for board, day in {(board, day) for board, day, _ in counted}:
        _add(board, day, counted[board, day, "threads"], counted[board, day, "posts"])


def _written(entries):
    """What was written where everybody could see it; what waited then is counted with its unveiling."""
    made = {entry.post_id: entry for entry in entries if entry.deed == Deed.POST_CREATE}
    rows = list(_posts(made))
    unveilings = _unveilings([thread for _, _, thread, _, _ in rows])
    for post, floor, thread, board, public in rows:
        if public and made[post].id > unveilings.get(thread, 0):
            yield board, made[post].at, int(floor == 1), 1


def _unveiled(entries):
    shown = [entry for entry in entries if entry_data(entry.data).get("unveiled")]
    boards = dict(
        Thread.select(Thread.id, Thread.board).where(Thread.id.in_([entry.thread_id for entry in shown])).tuples()
    )
    for entry in shown:
        yield boards[entry.thread_id], entry.at, 1, entry_data(entry.data)["unveiled"]


def _unveilings(threads):
    """(thread -> number of the entry that made it public) for those that once waited."""
    deeds = [deed.value for deed in UNVEILING]
    rows = Entry.select(Entry.thread_id, Entry.id, Entry.data).where(
        Entry.thread_id.in_(threads), Entry.deed.in_(deeds)
    )
    return {thread: number for thread, number, data in rows.tuples() if entry_data(data).get("unveiled")}


def _posts(posts):
    columns = (Post.id, Post.floor, Thread.id, Thread.board, Thread.public)
    return Post.select(*columns).join(Thread).where(Post.id.in_(list(posts))).tuples()


def _add(board, day, threads, posts):
    same = (Tally.board == board) & (Tally.day == day)
    if not Tally.update(threads=Tally.threads + threads, posts=Tally.posts + posts).where(same).execute():
        Tally.insert(board=board, day=day, threads=threads, posts=posts).execute()

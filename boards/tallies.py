"""The day's figures of each board, counted from the log by a reader after the commit."""

from collections import Counter

from boards.models import Post, Tally, Thread
from forum.log import Deed, details
from forum.readers import Reader


UNVEILING = (Deed.PUBLISH, Deed.ROUTE, Deed.PLATFORM_ANSWER, Deed.DISCUSS)


def reader(city):
    """The Reader that keeps the tallies; a day is a day in the city. What waits for screening counts once it is public."""
    return Reader("tallies", lambda entries, now: _count(entries, city), deeds={Deed.POST_CREATE, *UNVEILING})


def _count(entries, city):
    written = [entry for entry in entries if entry.deed == Deed.POST_CREATE and not details(entry.data).get("veiled")]
    unveiled = [entry for entry in entries if details(entry.data).get("unveiled")]
    where, threads = dict(_boards([entry.post_id for entry in written])), dict(_threads(unveiled))
    counted = Counter()
    for entry in written:
        board, floor = where[entry.post_id]
        counted[board, city.day(entry.at), "posts"] += 1
        counted[board, city.day(entry.at), "threads"] += floor == 1
    for entry in unveiled:
        counted[threads[entry.thread_id], city.day(entry.at), "posts"] += details(entry.data)["unveiled"]
        counted[threads[entry.thread_id], city.day(entry.at), "threads"] += 1
    for board, day in {(board, day) for board, day, _ in counted}:
        _add(board, day, counted[board, day, "threads"], counted[board, day, "posts"])


def _threads(entries):
    return Thread.select(Thread.id, Thread.board).where(Thread.id.in_([entry.thread_id for entry in entries])).tuples()


def _boards(posts):
    rows = Post.select(Post.id, Thread.board, Post.floor).join(Thread).where(Post.id.in_(posts))
    return ((post, (board, floor)) for post, board, floor in rows.tuples())


def _add(board, day, threads, posts):
    same = (Tally.board == board) & (Tally.day == day)
    if not Tally.update(threads=Tally.threads + threads, posts=Tally.posts + posts).where(same).execute():
        Tally.insert(board=board, day=day, threads=threads, posts=posts).execute()

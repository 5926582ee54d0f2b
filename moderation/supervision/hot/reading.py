"""The reader of the log that keeps what hot topics are counted from: the words of recent questions, and who took part in threads.

It reads again every question whose text, title or visibility changed, so that what is hidden, covered or sealed leaves the table
within seconds. Questions older than the counts reach back are not kept.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

import peewee

from boards.clocks.city import City
from boards.models.threads import VISIBLE, Board, Post, Revision, Thread
from boards.queries.parts import shown
from boards.rules.deeds.record import OF_POSTS, Effect
from boards.rules.deeds.table import deeds_of
from boards.rules.status import Section
from forum.roles import Role
from forum.store.log import Deed, Entry
from forum.store.readers import Reader
from moderation.supervision.hot.models import HotActivity, HotWords
from moderation.supervision.hot.rules import BEFORE

WordsOf = Callable[[str], list[list[str]]]

NAME = "hot"
READ = 3000  # characters of a question: what it is about stands at its beginning
KEPT = BEFORE + timedelta(days=21)  # a brief of the last week still reaches its eight weeks before
ROWS = 100  # of a statement
OF_A_THREAD = frozenset(
    deeds_of(Effect.BEGINS, Effect.UNVEILS, Effect.RELISTS, Effect.MERGES, Effect.HIDES_THREAD, Effect.RESTORES_THREAD)
)
OF_A_POST = frozenset(deeds_of(*OF_POSTS))
ASKED_IN = (Section.DEPARTMENT.value, Section.DISCUSSION.value)
PEOPLE = (Role.NETIZEN.value, Role.OPERATOR.value)


def reader(city: City, words_of: WordsOf) -> Reader:
    """The Reader; `words_of` cuts a text into runs of words (search.query.topic_words)."""
    deeds = {*OF_A_THREAD, *OF_A_POST, Deed.THREAD_SUPPORT}
    return Reader(NAME, lambda entries, now: take(entries, city.day(now) - KEPT, city, words_of), deeds)


def take(entries: Sequence[Entry], since: date, city: City, words_of: WordsOf) -> None:
    """Keep what `entries` changed since that day; inside a write transaction."""
    _keep_words(_changed(entries), since, city, words_of)
    _keep_activity([entry for entry in entries if city.day(entry.at) >= since], city)


def forget(before: date) -> None:
    """Delete what is older than that day; inside a write transaction."""
    HotWords.delete().where(HotWords.day < before).execute()
    HotActivity.delete().where(HotActivity.day < before).execute()


def _changed(entries: Iterable[Entry]) -> set[int]:
    """The threads whose question may have changed."""
    posts = {entry.post_id for entry in entries if entry.deed in OF_A_POST}
    rows = Post.select(Post.place_thread).where(Post.id.in_(posts), Post.place_floor == 1)
    return {_thread_of(entry) for entry in entries if entry.deed in OF_A_THREAD} | {row for (row,) in rows.tuples()}


def _thread_of(entry: Entry) -> int:
    kind, _, number = entry.object.partition("/")
    return int(number) if kind == "thread" else entry.thread_id or 0


def _keep_words(threads: Iterable[int], since: date, city: City, words_of: WordsOf) -> None:
    for some in peewee.chunked(sorted(threads), ROWS):
        HotWords.delete().where(HotWords.thread.in_(some)).execute()
        rows = [
            {"thread": thread, "day": day, "words": "\n".join(" ".join(run) for run in words_of(text))}
            for thread, day, text in _questions(some, since, city)
        ]
        if rows:
            HotWords.insert_many(rows).execute()


def _questions(threads: Sequence[int], since: date, city: City) -> list[tuple[int, date, str]]:
    """(thread, local day, title and text as everybody may read them) of those that are public and recent."""
    rows = (
        Thread.select(Thread.id, Thread.created_at, shown.title_column(), shown.excerpt_column(READ))
        .join(Board)
        .join_from(Thread, Post, on=(Post.place_thread == Thread.id) & (Post.place_floor == 1))
        .join(Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .where(
            Thread.id.in_(threads),
            VISIBLE,
            Post.hidden_at.is_null() & Post.seal_order_id.is_null(),
            Thread.role.in_(PEOPLE),
            Board.section.in_(ASKED_IN),
        )
    )
    found = ((thread, city.day(at), f"{title}\n{text}") for thread, at, title, text in rows.tuples())
    return [row for row in found if row[1] >= since]


def _keep_activity(entries: Iterable[Entry], city: City) -> None:
    """Replies and supports of netizens."""
    entries = [entry for entry in entries if entry.role == Role.NETIZEN and entry.actor_id]
    replies = {entry.post_id: entry for entry in entries if entry.deed == Deed.POST_CREATE}
    posts = Post.select(Post.id, Post.thread).where(Post.id.in_(list(replies)), Post.floor > 1)
    found = [(replies[post], thread, post) for post, thread in posts.tuples()]
    found += [(entry, _thread_of(entry), None) for entry in entries if entry.deed == Deed.THREAD_SUPPORT]
    rows = [_activity(*each, city.day(each[0].at)) for each in found]
    for some in peewee.chunked(rows, ROWS):
        HotActivity.insert_many(some).on_conflict_ignore().execute()


def _activity(entry: Entry, thread: int, post: int | None, day: date) -> dict[str, int | date | datetime | None]:
    return {"entry": entry.id, "thread": thread, "day": day, "account": entry.actor_id, "post": post}

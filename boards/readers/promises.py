"""Finds the promises in official answers as a reader of the log, and asks about them when their day has come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from boards.clocks.city import City
from boards.models.promises import Promise
from boards.models.threads import Department, Post, Revision
from boards.queries.parts import shown
from boards.queries.parts.current_city import CurrentCity, with_current_calendar
from boards.rules.offices.promises import promises_in
from boards.rules.status import ANSWERS
from forum.roles import SYSTEM
from forum.store import db
from forum.store.log import Deed, Entry, record
from forum.store.readers import Reader
from forum.store.worker import Upkeep

# Of an old log that is read for the first time, nobody is asked about what was due longer ago.
LATEST = timedelta(days=30)
BATCH = 100  # promises in one step


def reader(city: City) -> Reader:
    """The Reader that records the promises of new answers, and of those that were edited."""
    deeds = {Deed.POST_CREATE, Deed.POST_REVISE}
    return Reader("promises", lambda entries, now: find(entries, now, city), deeds=deeds)


def find(entries: Sequence[Entry], now: datetime, city: City) -> None:
    """Record the promises in the answers that `entries` wrote or edited; inside a write transaction.

    Days are counted from that of the answer. A day that the post has promised already is not recorded again, and one
    that an edit took out stays.
    """
    answers = list(_answers({entry.post_id for entry in entries if entry.post_id}))
    if not answers:
        return
    counting, oldest = with_current_calendar(city).calendar.add_working_days, city.day(now) - LATEST
    for post in answers:
        known = {due for (due,) in Promise.select(Promise.due_on).where(Promise.post == post.id).tuples()}
        for found in promises_in(post.text, city.day(post.created_at), counting):
            if found.due_on not in known and found.due_on >= oldest:
                _record(post, found, now)


class PromiseAsker(Upkeep):
    """Runs in the worker: asks the departments about the promises that are due."""

    name, every = "promises due", timedelta(minutes=1)

    def __init__(self, current_city: CurrentCity) -> None:
        self.current_city = current_city

    def work(self, now: datetime) -> int:
        """One step; returns how many promises it asked about."""
        return ask_due(self.current_city.refresh(now), now)


def ask_due(city: City, now: datetime) -> int:
    """Ask about the open promises whose day has come, at most BATCH; returns how many. Safe in several processes at once."""
    if not _due(city, now).exists():
        return 0
    with db.write():
        promises = list(_due(city, now).order_by(Promise.due_on, Promise.id).limit(BATCH))
        for promise in promises:
            Promise.update(asked_at=now).where(Promise.id == promise.id).execute()
            facts = {"due": promise.due_on.isoformat(), "name": promise.department.short}
            _note(Deed.PROMISE_ASK, promise, now, **facts)
    return len(promises)


def _answers(numbers):
    """The answers among posts, each with the text of its latest version as it may be shown."""
    latest = (Revision.post == Post.id) & (Revision.number == Post.revision)
    kinds = [kind.value for kind in ANSWERS]
    columns = (Post.id, Post.thread, Post.place_thread, Post.floor, Post.created_at, Post.revision, Post.department)
    query = Post.select(*columns, Department.short.alias("office"), shown.text_column())
    joined = query.join(Revision, on=latest).join_from(Post, Department, on=Department.id == Post.department)
    return joined.where(Post.id.in_(list(numbers)), Post.kind.in_(kinds)).order_by(Post.id).objects()


def _record(post, found, now):
    promise = Promise.create(
        thread=post.thread_id,
        post=post.id,
        department=post.department_id,
        revision=post.revision,
        start=found.start,
        length=found.length,
        due_on=found.due_on,
        found_at=now,
    )
    facts = {"of_post": post.id, "at_floor": post.floor, "revision": post.revision, "start": found.start}
    facts |= {"length": found.length, "due": found.due_on.isoformat(), "name": post.office}
    _note(Deed.PROMISE_FIND, promise, now, **facts)


def _note(deed, promise, now, **facts):
    facts |= {"promise": promise.id, "to": promise.department_id}
    record(deed, ("promise", promise.id), actor=SYSTEM, now=now, thread=promise.thread_id, **facts)


def _due(city, now):
    due = (Promise.closed_at.is_null(), Promise.asked_at.is_null(), Promise.due_on <= city.day(now))
    return Promise.select(Promise, Department).join(Department).where(*due)

"""The worker's part that asks saved searches again and tells of what is found anew."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import peewee

from boards.models.threads import Post
from boards.notifications.reader import deliver
from boards.queries.parts.current_city import CurrentCity
from boards.rules.deeds.events import Event
from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account
from forum.store import db
from forum.store.log import Entry
from forum.store.worker import Upkeep
from search.engines.base import Engine
from search.pages import Hit
from search.queries import search_page, state
from search.query.filters import Places
from search.saved.actions import request_of
from search.saved.models import SavedSearch

BATCH = 10  # searches of one step
NEWEST = 30  # posts that a search is asked for
MOST = 5  # threads that one search tells of at a time
AGAIN = timedelta(minutes=15)
RECENT = timedelta(days=30)  # what was written longer ago is not new, when it comes up because another was hidden


class SavedSearches(Upkeep):
    """Asks the saved searches that are due, each as its holder."""

    name = "saved searches"

    def __init__(self, current_city: CurrentCity, engine: Engine) -> None:
        self.current_city, self.engine = current_city, engine

    def work(self, now: datetime) -> int:
        """Ask at most BATCH searches; returns how many."""
        due = SavedSearch.select().where(SavedSearch.due_at <= now).order_by(SavedSearch.due_at).limit(BATCH)
        rows = list(due)
        for row in rows:
            self._ask(row, now)
        return len(rows)

    def _ask(self, row: SavedSearch, now: datetime) -> None:
        account = Account.get_by_id(row.account_id)
        hits = () if account.disabled_at else self._found(row, account, now)
        seen = json.loads(row.seen) if row.seen else None
        new = [hit for hit in hits if seen is not None and hit.post not in seen and hit.created_at > now - RECENT]
        told = _one_of_each_thread(new)
        threads = {hit.thread for hit in told}
        left = {hit.post for hit in new if hit.thread not in threads}  # told of the next time
        rows = _notifications(row.account_id, told, now)
        with db.write():
            moved = SavedSearch.update(
                due_at=now + AGAIN, seen=json.dumps([hit.post for hit in hits if hit.post not in left])
            )
            if moved.where(SavedSearch.id == row.id, SavedSearch.due_at == row.due_at).execute() and rows:
                deliver(rows)

    def _found(self, row: SavedSearch, account: Account, now: datetime) -> Sequence[Hit]:
        viewer = actor_of_account(account, now)
        asked = replace(request_of(row), sort="date", limit=NEWEST)
        found = search_page(
            asked, self.engine, viewer, now, self.current_city.refresh(now), state(self.engine, viewer, now), Places()
        )
        return found.hits


def _one_of_each_thread(hits: Iterable[Hit]) -> list[Hit]:
    """The oldest of each thread's hits, of the MOST threads that wait longest; `hits` begin with the newest."""
    return list({hit.thread: hit for hit in hits}.values())[-MOST:]


def _notifications(account: int, hits: Sequence[Hit], now: datetime) -> list[dict[str, object]]:
    """The rows of Notification, but for what the account wrote itself."""
    own = Post.select(Post.id).where(Post.id.in_([hit.post for hit in hits]), Post.author == account)
    mine = {post for (post,) in own.tuples()}
    entries = _entries([hit.post for hit in hits])
    return [
        {
            "account": account,
            "entry_id": entries[hit.post],
            "event": Event.SAVED_SEARCH.value,
            "thread": hit.thread,
            "floor": hit.floor,
            "at": now,
        }
        for hit in hits
        if hit.post not in mine and hit.post in entries
    ]


def _entries(posts: Sequence[int]) -> dict[int, int]:
    """{post: the entry with which it was written, for a first post that of its thread}, in two statements."""
    first = Post.select(Post.id, Post.thread).where(Post.id.in_(posts), Post.floor == 1)
    threads = {f"thread/{thread}": post for post, thread in first.tuples()}
    names = {**threads, **{f"post/{post}": post for post in posts}}
    rows = (
        Entry.select(Entry.object, peewee.fn.MIN(Entry.id)).where(Entry.object.in_(list(names))).group_by(Entry.object)
    )
    found: dict[int, int] = {}
    for name, number in rows.tuples():
        found[names[name]] = min(number, found.get(names[name], number))
    return found

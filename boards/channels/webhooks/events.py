"""Makes events of entries of the log, with public facts only: nothing of a thread or post that waits for a moderator."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import peewee

from boards.channels.webhooks.models import WebhookTarget
from boards.channels.webhooks.rules import EVENTS, OF_THREADS, WITHOUT_OBJECT, About, event, message_id
from boards.models.threads import Board, Department, Post, Thread
from boards.rules.text.word_list import BY_THE_SYSTEM
from forum.config import Settings
from forum.i18n.formats import iso
from forum.outbox.actions import put
from forum.private import Encryptor
from forum.store.log import Entry

CHANNEL = "webhook"


class Events:
    """The events of some entries, read in three statements."""

    def __init__(self, entries: Sequence[Entry], settings: Settings) -> None:
        self.settings = settings
        self.posts = _posts({entry.post_id for entry in entries} - {None})
        self.threads = _threads({number for entry in entries if (number := self._thread_id(entry))})
        self.offices = _offices({entry.department_id for entry in entries} - {None})

    def of(self, entry: Entry) -> str | None:
        """The body of the event of an entry; None when it is not public."""
        about = self._about(entry)
        if entry.deed not in EVENTS or about is None:
            return None
        at = iso(entry.at, self.settings.timezone)
        told = event(entry.id, entry.deed, at, entry.role, about, self.settings.url.rstrip("/"))
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    def _about(self, entry: Entry) -> About | None:
        office = self.offices.get(entry.department_id)
        if entry.deed in WITHOUT_OBJECT:
            return About()
        if entry.deed not in OF_THREADS:
            return About(department=office)
        thread, post = self._thread_id(entry), self.posts.get(entry.post_id)
        if thread is None:
            return About(department=office)
        if thread not in self.threads or (post and post["waits"]):
            return None
        return About(thread, entry.post_id, int(post["floor"]) if post else None, self.threads[thread], office)

    def _thread_id(self, entry: Entry) -> int | None:
        if entry.post_id in self.posts:
            return int(self.posts[entry.post_id]["thread"])
        kind, _, number = entry.object.partition("/")
        return entry.thread_id or (int(number) if kind == "thread" else None)


def put_events(
    entries: Sequence[Entry], targets: Iterable[WebhookTarget], now: datetime, settings: Settings, again: str = ""
) -> int:
    """Put the events of `entries` for `targets` into the outbox; `again` tells a replay from what was put before. Returns how many."""
    encryptor, told, number = Encryptor(settings.secret_key), Events(entries, settings), 0
    bodies = [(entry, body) for entry in entries if (body := told.of(entry)) is not None]
    for target, entry, body in _for_each(targets, bodies):
        identity = message_id(target.key, entry.id)
        content = {"target": str(target.id), "id": identity, "body": body}
        put(CHANNEL, f"w-{identity}{again}", content, now=now, encryptor=encryptor)
        number += 1
    return number


def _for_each(
    targets: Iterable[WebhookTarget], bodies: Sequence[tuple[Entry, str]]
) -> Iterator[tuple[WebhookTarget, Entry, str]]:
    for target in targets:
        yield from ((target, entry, body) for entry, body in bodies if entry.id > target.since)


def _posts(numbers: set[int]) -> dict[int, dict[str, int | bool]]:
    waits = Post.hidden_at.is_null(False) & (Post.hidden_role == BY_THE_SYSTEM)
    rows = Post.select(
        Post.id,
        Post.place_thread.alias("thread"),
        Post.place_floor.alias("floor"),
        peewee.Case(None, [(waits, 1)], 0).alias("waits"),
    )
    return {row["id"]: row for row in rows.where(Post.id.in_(list(numbers))).dicts()} if numbers else {}


def _threads(numbers: set[int]) -> dict[int, str]:
    """{thread: the slug of its board} of those that are public."""
    rows = Thread.select(Thread.id, Board.slug).join(Board).where(Thread.id.in_(list(numbers)), Thread.public)
    return dict(rows.tuples()) if numbers else {}


def _offices(numbers: set[int]) -> dict[int, str]:
    rows = Department.select(Department.id, Department.slug).where(Department.id.in_(list(numbers)))
    return dict(rows.tuples()) if numbers else {}

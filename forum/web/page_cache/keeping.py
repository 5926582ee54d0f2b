"""Keeps what was made from the database for as long as it would be made the same: guests' pages, and what members' pages share."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, Protocol, cast

from flask import Flask

from forum.clock import whole_minute
from forum.store import db
from forum.store.sql.reads import digest, recording_reads
from forum.store.sql.state import DatabaseState
from forum.web.page_cache.pages import Page, Pages
from forum.wenqu import Wenqu

KEEPING = "wenqu.keeping"  # in the extensions of an app: its Keeping


class Content(Protocol):
    """What is kept."""

    @property
    def size(self) -> int:
        """Bytes of memory, about."""

    @property
    def lasting(self) -> bool:
        """Whether it may be kept at all."""


class Keeping:
    """What was made, by key, with the statements that it was made of; for several threads of a process."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._pages, self._state = Pages(), DatabaseState()

    def knows(self, key: Hashable) -> bool:
        """Whether something is kept under `key`, which may be out of date."""
        return self._pages.get(key) is not None

    def get(self, key: Hashable, now: datetime, make: Callable[[], Any]) -> tuple[Any, bool]:
        """(content, whether it was kept): what is kept under `key` where it would be made the same now, else the Content of `make()`.

        `make` reads the database in this thread and nothing else that changes.
        """
        state = self._state.current()
        if state is None:
            return make(), False
        page = self._pages.get(key)
        if page is not None and self._holds(key, page, now, state):
            return page.content, True
        return self._made(key, now, state, make), False

    @property
    def _wenqu(self) -> Wenqu:
        return cast(Wenqu, self._app.extensions["wenqu"])

    def _holds(self, key: Hashable, page: Page, now: datetime, state: Hashable) -> bool:
        """Whether a page would be made the same now: nothing was committed since, or nothing that it read has changed."""
        rules = self._wenqu.current_city
        if not page.made_at <= now < page.until or page.city is not rules.city or rules.is_due(now):
            return False
        if page.state == state:
            return True
        with db.connection():
            same = digest(page.reads) == page.digest
        if same:
            self._pages.put(key, page.found_the_same_in(state))
        return same

    def _made(self, key: Hashable, now: datetime, state: Hashable, make: Callable[[], Any]) -> Any:
        with recording_reads() as recorded:
            content: Content = make()
            if not (content.lasting and recorded.only_reads):
                return content
            with db.connection():
                until = self._until(now)
        page = Page(content, now, until, self._wenqu.city, state, tuple(recorded.reads), recorded.digest)
        if self._state.current() == state:
            self._pages.put(key, page)
        return content

    def _until(self, now: datetime) -> datetime:
        minute = whole_minute(now) + timedelta(minutes=1)
        turn = self._wenqu.next_turn(self._wenqu.city, now)
        return min(minute, turn) if turn else minute

"""Whether an account watches a thread, and how far it has read it."""

from typing import Any

import peewee

from boards.models.notifications import ReadingPosition, Watch
from boards.models.threads import Thread
from boards.pages.thread import Unread
from boards.queries.parts.places import floor_address
from forum.roles import Actor


def watching(account: Any) -> Any:
    """Whether an account watches the Thread of the outer query, as an expression; the asker watches without a row."""
    own = Watch.select(Watch.ended_at.is_null()).where(Watch.thread == Thread.id, Watch.account == account)
    return peewee.fn.COALESCE(own, Thread.author == account)


def read_up_to(account: Any) -> Any:
    """The last floor of the Thread of the outer query that an account has read, NULL where none is kept, as an expression."""
    return ReadingPosition.select(ReadingPosition.floor).where(
        ReadingPosition.account == account, ReadingPosition.thread == Thread.id
    )


def read_by(viewer: Actor) -> Any:
    """For lists, as the column `read_to`: `read_up_to` of a viewer, NULL for guests; an asker has read at least the question."""
    if not viewer.signed_in:
        return peewee.Value(None).alias("read_to")
    own = peewee.Case(None, [(Thread.author == viewer.account, 1)])
    return peewee.fn.COALESCE(read_up_to(viewer.account), own).alias("read_to")


def unread(thread_id: int, floors: int, read_to: int | None) -> Unread | None:
    """The Unread of a thread with that many floors; None for who has read all, or has not said how far."""
    if read_to is None or read_to >= floors:
        return None
    return Unread(read_to + 1, floor_address(thread_id, read_to + 1), floors - read_to)

"""Whether an account watches a thread, a board or a department, and how far it has read a thread."""

from typing import Any

import peewee

from boards.models.notifications import PlaceWatch, ReadingPosition, Watch
from boards.models.threads import Board, Department, Thread
from boards.pages.thread import Unread
from boards.queries.parts.places import floor_address
from forum.roles import Actor
from forum.store.db import composed
from forum.store.log import Entry


def watching(account: Any) -> Any:
    """Whether an account watches the Thread of the outer query, as an expression; the asker watches without a row."""
    own = Watch.select(Watch.ended_at.is_null()).where(Watch.thread == Thread.id, Watch.account == account)
    return peewee.fn.COALESCE(own, Thread.author == account)


def watching_board(board: Board, viewer: Actor) -> bool | None:
    """Whether `viewer` watches a board; None for guests, without a statement."""
    return bool(_watches(viewer.account, board.id)) if viewer.signed_in else None


@composed
def _watches(account, board):
    return PlaceWatch.select(PlaceWatch.id).where(PlaceWatch.account == account, PlaceWatch.board == board).tuples()


def watching_department(account: Any, signed_in: bool = True) -> Any:
    """Whether an account watches the Department of the outer query, as an expression; a guest watches none."""
    own = (PlaceWatch.account == account) & (PlaceWatch.department == Department.id)
    return peewee.fn.EXISTS(PlaceWatch.select(PlaceWatch.id).where(own)) if signed_in else peewee.Value(False)


def last_entry() -> Any:
    """The number of the last entry of the log about the Thread of the outer query, as an expression; 0 for none."""
    entries = Entry.select(peewee.fn.MAX(Entry.id)).where(Entry.thread_id == Thread.id)
    return peewee.fn.COALESCE(entries, 0)


def known_entry(account: Any) -> Any:
    """The last entry of the Thread of the outer query that an account knows of, as an expression; 0 for none."""
    own = ReadingPosition.select(ReadingPosition.entry_id).where(
        ReadingPosition.account == account, ReadingPosition.thread == Thread.id
    )
    return peewee.fn.COALESCE(own, 0)


def read_up_to(account: Any) -> Any:
    """The last floor of the Thread of the outer query that an account has read, NULL where none is kept, as an expression."""
    return ReadingPosition.select(ReadingPosition.floor).where(
        ReadingPosition.account == account, ReadingPosition.thread == Thread.id
    )


def read_by(account: Any, signed_in: bool = True) -> Any:
    """For lists, as the column `read_to`: `read_up_to` of an account, NULL for guests; an asker has read at least the question."""
    return (read_of(account) if signed_in else peewee.Value(None)).alias("read_to")


def read_of(account: Any) -> Any:
    """`read_up_to` of an account; an asker has read at least the question."""
    own = peewee.Case(None, [(Thread.author == account, 1)])
    return peewee.fn.COALESCE(read_up_to(account), own)


def unread(thread_id: int, floors: int, read_to: int | None) -> Unread | None:
    """The Unread of a thread with that many floors; None for who has read all, or has not said how far."""
    if read_to is None or read_to >= floors:
        return None
    return Unread(read_to + 1, floor_address(thread_id, read_to + 1), floors - read_to)

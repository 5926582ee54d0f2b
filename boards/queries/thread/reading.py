"""Where a member goes on reading a thread; without a further statement, for a Thread of `get_thread`."""

from boards.models.threads import Thread
from boards.pages.thread import Unread
from boards.queries.parts.places import floor_address
from boards.rules.floors import floor_range
from forum.roles import Actor


def unread_of(thread: Thread) -> Unread | None:
    """The Unread of the reader; None for who has read all, or has not said how far."""
    if thread.read_to is None or thread.read_to >= thread.floors:
        return None
    return Unread(thread.read_to + 1, floor_address(thread.id, thread.read_to + 1), thread.floors - thread.read_to)


def reads_to(thread: Thread, viewer: Actor, page: int) -> int | None:
    """The last floor of a page of floors in their order, where that is further than `viewer` has read; None for guests."""
    last = min(floor_range(page)[1], thread.floors)
    return last if viewer.signed_in and last > (thread.read_to or 0) else None

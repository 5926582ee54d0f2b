"""Where a member goes on reading a thread; without a further statement, for a Thread of `get_thread`."""

from boards.models.threads import Thread
from boards.pages.thread import Unread
from boards.queries.parts.watches import unread
from boards.rules.floors import floor_range
from forum.roles import Actor


def unread_of(thread: Thread) -> Unread | None:
    """The Unread of the reader; None for who has read all, or has not said how far."""
    return unread(thread.id, thread.floors, thread.read_to)


def reads_to(thread: Thread, viewer: Actor, page: int) -> int | None:
    """The last floor of a page of floors in their order, where that is further than `viewer` has read; None for guests.

    So it is for who watches and does not know of the latest step of the case.
    """
    last = min(floor_range(page)[1], thread.floors)
    news = thread.watching and thread.known_entry < thread.last_entry
    return last if viewer.signed_in and (news or last > (thread.read_to or 0)) else None

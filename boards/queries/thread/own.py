"""What of a thread's page is a member's own, read in one statement of its own: so the rest is made once for all members."""

from typing import NamedTuple

from boards.models.threads import Thread
from forum.roles import Actor
from forum.store.db import raw


class OwnOfThread(NamedTuple):
    """What somebody who did not write in a thread has done there.

    `read_to` is the last floor read, None where none is kept; `knows_all` says that they watch it, and that no step is new;
    `draft` is the number of a reply that was begun.
    """

    supported: bool = False
    watching: bool = False
    read_to: int | None = None
    knows_all: bool = False
    draft: int | None = None


# As boards.queries.thread.thread reads it for one reader, but for the asker, for whom a page is made alone.
OWN = """
SELECT EXISTS (SELECT 1 FROM support WHERE thread_id = %s AND account_id = %s),
    (SELECT ended_at IS NULL FROM watch WHERE thread_id = %s AND account_id = %s),
    (SELECT floor FROM reading_position WHERE thread_id = %s AND account_id = %s),
    (SELECT entry_id FROM reading_position WHERE thread_id = %s AND account_id = %s),
    (SELECT MAX(id) FROM saved_draft WHERE place = %s AND account_id = %s)
"""


def own_of_thread(actor: Actor, about: tuple[int, int, int]) -> OwnOfThread | None:
    """The OwnOfThread of a member for (thread, its floors, its last entry of the log); None for who has done nothing there."""
    thread, floors, last_entry = about
    asked = [value for _ in range(4) for value in (thread, actor.account)] + [f"thread-{thread}", actor.account]
    ((supported, watching, read_to, known, draft),) = raw(OWN, asked).fetchall()
    knows_all = bool(watching) and (known or 0) >= last_entry
    read = None if read_to is None else min(read_to, floors)
    own = OwnOfThread(bool(supported), bool(watching), read, knows_all, draft)
    return None if own == OwnOfThread() else own


def put_own(thread: Thread, own: OwnOfThread) -> None:
    """Have a Thread of `get_thread` say of its reader what `own` says."""
    thread.supported, thread.watching, thread.read_to = own.supported, own.watching, own.read_to
    thread.known_entry = thread.last_entry if own.knows_all else 0
    thread.saved_draft = own.draft

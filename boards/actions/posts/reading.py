"""How far a member has read a thread. Private, so the log has no entry for it; only what the member asks for is kept.

The thread's page sends it by script for threads that the member watches, and by a button for others, so that the rows say
no more about what somebody reads than the watches do.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import peewee

from boards.models.notifications import ReadingPosition
from boards.models.threads import Thread
from forum.problems import Unauthorized
from forum.roles import Actor
from forum.store import db, log

KEPT_FOR = timedelta(days=365)


def mark_read(thread: Thread, floor: int, *, actor: Actor, now: datetime, entry: int = 0) -> int:
    """Keep that the actor has read up to `floor`, at most the last one, and knows of the thread's entries of the log up to `entry`.

    Neither goes back. Returns the floor. Raises Unauthorized.
    """
    if not actor.signed_in:
        raise Unauthorized()
    floor = min(floor, thread.floors)
    keep_positions([(thread.id, floor, entry)], actor, now)
    return floor


def keep_positions(positions: Sequence[tuple[int, int, int]], actor: Actor, now: datetime) -> None:
    """Keep (thread, floor, entry) for the actor. The actor's positions older than KEPT_FOR are deleted on this occasion."""
    with db.write():
        last = log.last_entry_number()
        mine = ReadingPosition.account == actor.account
        ReadingPosition.delete().where(mine, ReadingPosition.at < now - KEPT_FOR).execute()
        rows = [
            {"account": actor.account, "thread": thread, "floor": floor, "at": now, "entry_id": min(entry, last)}
            for thread, floor, entry in positions
        ]
        if rows:
            _put(rows)


def _put(rows):
    there, given = ReadingPosition, peewee.EXCLUDED
    further = peewee.Case(None, [(there.floor < given.floor, given.floor)], there.floor)
    later = peewee.Case(
        None, [(peewee.fn.COALESCE(there.entry_id, 0) < given.entry_id, given.entry_id)], there.entry_id
    )
    ReadingPosition.insert_many(rows).on_conflict(
        conflict_target=(there.account, there.thread),
        update={there.floor: further, there.entry_id: later, there.at: given.at},
    ).execute()

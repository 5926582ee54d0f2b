"""How far a member has read a thread. Private, so the log has no entry for it; only what the member asks for is kept.

The thread's page sends it by script for threads that the member watches, and by a button for others, so that the rows say
no more about what somebody reads than the watches do.
"""

from datetime import datetime, timedelta

import peewee

from boards.models.notifications import ReadingPosition
from boards.models.threads import Thread
from forum.problems import Unauthorized
from forum.roles import Actor
from forum.store import db

KEPT_FOR = timedelta(days=365)


def mark_read(thread: Thread, floor: int, *, actor: Actor, now: datetime) -> int:
    """Keep that the actor has read up to `floor`, at most the last one; it never goes back. Returns the floor. Raises Unauthorized.

    The actor's positions older than KEPT_FOR are deleted on this occasion.
    """
    if not actor.signed_in:
        raise Unauthorized()
    floor = min(floor, thread.floors)
    with db.write():
        mine = ReadingPosition.account == actor.account
        ReadingPosition.delete().where(mine, ReadingPosition.at < now - KEPT_FOR).execute()
        ReadingPosition.insert(account=actor.account, thread=thread.id, floor=floor, at=now).on_conflict(
            conflict_target=(ReadingPosition.account, ReadingPosition.thread),
            update={ReadingPosition.floor: peewee.EXCLUDED.floor, ReadingPosition.at: peewee.EXCLUDED.at},
            where=ReadingPosition.floor < peewee.EXCLUDED.floor,
        ).execute()
    return floor

"""Whether an account watches a thread."""

from typing import Any

import peewee

from boards.models.notifications import Watch
from boards.models.threads import Thread
from forum.roles import Actor


def watching(viewer: Actor) -> Any:
    """Whether `viewer` watches the Thread of the outer query, as an expression; the asker watches without a row."""
    own = Watch.select(Watch.ended_at.is_null()).where(Watch.thread == Thread.id, Watch.account == viewer.account)
    return peewee.fn.COALESCE(own, Thread.author == viewer.account)

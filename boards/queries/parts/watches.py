"""Whether an account watches a thread."""

import peewee

from boards.models.notifications import Watch
from boards.models.threads import Thread


def watching(viewer):
    """Whether `viewer` watches the Thread of the query around, as an expression; the asker does without a row."""
    own = Watch.select(Watch.ended_at.is_null()).where(Watch.thread == Thread.id, Watch.account == viewer.account)
    return peewee.fn.COALESCE(own, Thread.author == viewer.account)

"""Whether an account watches a thread, and how far it has read it."""

from typing import Any

import peewee

from boards.models.notifications import ReadingPosition, Watch
from boards.models.threads import Thread


def watching(account: Any) -> Any:
    """Whether an account watches the Thread of the outer query, as an expression; the asker watches without a row."""
    own = Watch.select(Watch.ended_at.is_null()).where(Watch.thread == Thread.id, Watch.account == account)
    return peewee.fn.COALESCE(own, Thread.author == account)


def read_up_to(account: Any) -> Any:
    """The last floor of the Thread of the outer query that an account has read, NULL where none is kept, as an expression."""
    return ReadingPosition.select(ReadingPosition.floor).where(
        ReadingPosition.account == account, ReadingPosition.thread == Thread.id
    )

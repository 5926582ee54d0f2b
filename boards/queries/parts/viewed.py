"""How often a thread was viewed."""

from typing import Any

from boards.models.threads import Thread
from boards.models.viewing import ThreadViews


def viewed() -> Any:
    """How often the Thread of the outer query was viewed, NULL before the first time, as an expression."""
    return ThreadViews.select(ThreadViews.views).where(ThreadViews.thread == Thread.id)

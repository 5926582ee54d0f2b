"""An address of an old forum, read by the importer of its kind. Pure."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class OldAddress:
    """What an old address showed: a thread with its page, or a post, or a board, by their numbers there."""

    thread: int | None = None
    post: int | None = None
    forum: int | None = None
    page: int = 1


ReadAddress = Callable[[str], OldAddress | None]

"""What the page of held posts shows; shaped as in boards/pages/parts.py. Pure."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.parts import Link
from forum.messages import Message


@dataclass(frozen=True)
class HeldRow:
    """A post that is held: who wrote what, where, when, and for which words."""

    id: int
    thread: Link
    floor: int
    name: Message | str
    text: str
    words: tuple[str, ...]
    held_at: datetime


@dataclass(frozen=True)
class HeldPage:
    """`/moderation/held`: oldest first."""

    rows: tuple[HeldRow, ...]
    first: str | None = None
    following: str | None = None

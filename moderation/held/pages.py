"""What the page of held posts shows; shaped as in boards/pages/parts.py. Pure."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.parts import Link
from forum.messages import Message


@dataclass(frozen=True)
class HeldRow:
    """A held post: its author's name, text, place and time, and the words because of which it is held."""

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

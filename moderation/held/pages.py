"""What the page of held posts shows; shaped as in boards/pages/parts.py. Pure."""

from dataclasses import dataclass, field
from datetime import datetime

from boards.pages.parts import Filter, Link
from boards.pages.tables import Column
from forum.messages import Message


@dataclass(frozen=True)
class HeldRow:
    """A held post: its author's name, text, place and time, and the words because of which it is held.

    `rest` is the whole text where `excerpt` is not.
    """

    id: int
    thread: Link
    floor: int
    name: Message | str
    excerpt: str
    rest: str
    words: tuple[Message | str, ...]
    posted_at: datetime
    held_at: datetime


@dataclass(frozen=True)
class HeldPage:
    """`/moderation/held`: `asked` are the parameters of the address, `everything` is the address without filters, None
    where there are none.
    """

    rows: tuple[HeldRow, ...]
    columns: tuple[Column, ...] = ()
    words: tuple[Filter, ...] = ()
    parts: tuple[Filter, ...] = ()
    asked: dict[str, str] = field(default_factory=dict)
    everything: str | None = None
    first: str | None = None
    following: str | None = None

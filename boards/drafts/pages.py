"""What the list of drafts shows; as in boards/pages/parts.py. Pure."""

from dataclasses import dataclass
from datetime import datetime

from forum.messages import Message


@dataclass(frozen=True)
class DraftRow:
    """A draft in the list: what it will be (`label`), where, how it begins, and the addresses to continue and to delete it.

    `office` is one that a spokesperson keeps in a case of his department: colleagues see that it exists.
    """

    label: Message
    where: Message | str
    title: str
    excerpt: str
    saved_at: datetime
    url: str
    deletion: str
    office: bool = False


@dataclass(frozen=True)
class DraftsPage:
    """`/drafts`: newest first."""

    rows: tuple[DraftRow, ...]
    most: int
    days: int

"""Page objects of the public log; shaped as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.parts import Filter, Link
from forum.messages import Message


@dataclass(frozen=True)
class LogRow:
    """One deed in the public log; `role` names the office, never the person. `what` are the details, `why` the reason."""

    number: int
    at: datetime
    deed: str
    label: Message
    role: Message
    what: Message | None
    why: Message | str | None
    subject: Link | None


@dataclass(frozen=True)
class LogPage:
    """`/moderation/log`: newest first, with its filters and its feed."""

    rows: tuple[LogRow, ...]
    deeds: tuple
    reasons: tuple
    roles: tuple
    boards: tuple
    asked: dict
    feed: str
    filters: tuple[Filter, ...] = ()
    older: str | None = None
    newest: str | None = None

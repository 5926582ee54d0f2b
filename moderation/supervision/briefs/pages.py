"""Page objects of the briefs; shaped as in boards/pages/parts.py. Pure."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.parts import Filter
from forum.messages import Message
from moderation.supervision.briefs.document import Brief


@dataclass(frozen=True)
class BriefRow:
    """A brief in the list: its kind and period, and two of its figures."""

    id: int
    label: Message
    period: str
    made_at: datetime
    received: int
    overdue: int


@dataclass(frozen=True)
class BriefsPage:
    """`/supervision/briefs`: newest first."""

    rows: tuple[BriefRow, ...]
    kinds: tuple[Filter, ...]
    older: str | None
    newest: str | None


@dataclass(frozen=True)
class BriefPage:
    """`/supervision/briefs/ID`."""

    id: int
    label: Message
    made_at: datetime
    document: Brief

"""Page objects of the topics; shaped as in boards/pages/parts.py. Pure."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.lists import ThreadRow


@dataclass(frozen=True)
class TopicRow:
    """A topic in a list; `threads` is how many of its threads everybody may read now, `closed_at` None while it is open."""

    slug: str
    title: str
    introduction: str
    opened_at: datetime
    closed_at: datetime | None
    threads: int


@dataclass(frozen=True)
class TopicsPage:
    """`/topics`: newest first."""

    rows: tuple[TopicRow, ...]
    may_open: bool
    cursor: str | None
    older: str | None
    newest: str | None


@dataclass(frozen=True)
class TopicPage:
    """`/topics/SLUG`: the topic and its threads, newest first; `may_change` offers the forms of those who keep topics."""

    topic: TopicRow
    closed_text: str
    rows: tuple[ThreadRow, ...]
    may_change: bool
    cursor: str | None
    older: str | None
    newest: str | None

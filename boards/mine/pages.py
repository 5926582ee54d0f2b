"""Page objects of a member's own pages; as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.lists import ThreadRow
from boards.pages.parts import Link
from boards.pages.posts import Author
from forum.messages import Message


@dataclass(frozen=True)
class Step:
    """One step of a case that its asker has not seen; `department` is the office that took it."""

    label: Message
    at: datetime
    department: str | None = None


@dataclass(frozen=True)
class OwnThread:
    """A thread in a list of the viewer's: `steps` are the newest that he has not seen, oldest first, `earlier` how many more.

    `mark` is what the button "read" sends: the thread, its last floor and its last entry in the log, as the page knew them.
    """

    row: ThreadRow
    steps: tuple[Step, ...] = ()
    earlier: int = 0
    may_rate: bool = False
    mark: str = ""

    @property
    def fresh(self) -> bool:
        """Whether there is anything that the viewer has not seen."""
        return bool(self.steps or self.row.unread)


@dataclass(frozen=True)
class ThreadsOfMine:
    """`/my`, `/my/watches` and `/my/ratings`; `due` is how many answers wait for a rating."""

    rows: tuple[OwnThread, ...]
    due: int = 0
    older: str | None = None
    newest: str | None = None


@dataclass(frozen=True)
class ReplyRow:
    """A reply to a post of the viewer's; `fresh` when it stands beyond what he has read of the thread."""

    author: Author
    title: Message | str
    url: str
    floor: int
    text: str
    at: datetime
    fresh: bool


@dataclass(frozen=True)
class RepliesPage:
    """`/my/replies`: newest first."""

    rows: tuple[ReplyRow, ...]
    due: int = 0
    older: str | None = None
    newest: str | None = None


@dataclass(frozen=True)
class PlaceRow:
    """A watched board or department: `last` is the newest thread of its board, `unwatch` where its button posts to."""

    place: Link
    kind: Message
    unwatch: str
    last: Link | None = None
    last_at: datetime | None = None


@dataclass(frozen=True)
class PlacesPage:
    """`/my/places`: boards first, in the order of the index."""

    rows: tuple[PlaceRow, ...]
    due: int = 0


@dataclass(frozen=True)
class VisitRow:
    """A thread that the viewer opened last at `at`."""

    row: ThreadRow
    at: datetime


@dataclass(frozen=True)
class HistoryPage:
    """`/my/history`: newest first; `on` says whether what is read from now on is kept."""

    rows: tuple[VisitRow, ...]
    on: bool
    older: str | None = None
    newest: str | None = None

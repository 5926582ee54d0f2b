"""Pages that list: the front page, a board, the departments' boards; as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boards.pages.parts import Badge, Filter, Link
from boards.pages.posts import Author
from boards.pages.thread import Unread
from forum.messages import M, Message


@dataclass(frozen=True)
class ThreadRow:
    """A line of a list of threads; `board` stands in that of all boards.

    `unread` is what a member has not read of a thread that he has begun to read.
    """

    id: int
    title: Message | str
    kind_label: Message | None
    badge: Badge | None
    author: Author
    created_at: datetime
    replies: int
    supports: int
    last_at: datetime
    last_name: Message | str
    pages: int
    hidden: bool = False
    marks: tuple[Message, ...] = ()
    viewed: int = 0
    unread: Unread | None = None
    board: Link | None = None


@dataclass(frozen=True)
class BoardRow:
    """A line of the board index."""

    slug: str
    name: str
    description: str
    threads: int
    posts: int
    today: int
    last_thread: int | None = None
    last_title: Message | str = ""
    last_at: datetime | None = None
    last_name: Message | str = ""


@dataclass(frozen=True)
class CategoryView:
    """A collapsible block of the board index; `anchor` is the name of its section in an address."""

    slug: str
    name: str
    section: Message
    boards: tuple[BoardRow, ...]
    anchor: str = ""

    @property
    def today(self) -> int:
        """Posts of today on its boards."""
        return sum(board.today for board in self.boards)


@dataclass(frozen=True)
class IndexPage:
    """`/boards`, and the boards of `/`: figures are (label, number) pairs, today first."""

    categories: tuple[CategoryView, ...]
    figures: tuple[tuple[Message, int], ...]
    breadcrumb: tuple[Link, ...] = (Link(M("首页"), "/"),)

    @property
    def busiest(self) -> str:
        """The slug of the category with most posts today, of those alike the one with most posts; '' without any."""
        most = max(
            self.categories,
            key=lambda category: (category.today, sum(board.posts for board in category.boards)),
            default=None,
        )
        return most.slug if most else ""


@dataclass(frozen=True)
class FrontRow:
    """A line of a list on the front page; `late_by` is by how much the case is overdue, `unread` as in ThreadRow."""

    id: int
    title: Message | str
    at: datetime
    badge: Badge | None = None
    department: str = ""
    supports: int = 0
    late_by: Message | None = None
    unread: Unread | None = None


@dataclass(frozen=True)
class FrontFigure:
    """A number of the public statistics on the front page; `url` is the page of the statistics that explains it.

    `rate` is in percent, None where it is a `count`.
    """

    label: Message
    url: str
    count: int = 0
    rate: float | None = None


@dataclass(frozen=True)
class FrontLists:
    """The lists of the front page that are everybody's."""

    answers: tuple[FrontRow, ...]
    supported: tuple[FrontRow, ...]
    overdue: tuple[FrontRow, ...]
    announcements: tuple[FrontRow, ...]
    figures: tuple[FrontFigure, ...] = ()


@dataclass(frozen=True)
class BoardPage:
    """`/boards/SLUG`: keyset paging, so only `older` and `newest` pages are linked. `watching` is None for guests.

    `closed` says that the board's department was closed; `listed` is the boards.queries.lists.own.Listed of its threads.
    """

    slug: str
    name: str
    description: str
    section: str
    department: Link | None
    breadcrumb: tuple[Link, ...]
    statuses: tuple[Filter, ...]
    kinds: tuple[Filter, ...]
    sorts: tuple[Filter, ...]
    rows: tuple[ThreadRow, ...]
    threads: int
    today: int
    older: str | None = None
    newest: str | None = None
    may_ask: bool = True
    closed: bool = False
    pinned: tuple[ThreadRow, ...] = ()
    choices: tuple[Filter, ...] = ()
    watching: bool | None = None
    listed: Any = None


@dataclass(frozen=True)
class ThreadsPage:
    """`/threads`: the threads of all boards; `everything` is its address without filters, None where there are none."""

    statuses: tuple[Filter, ...]
    kinds: tuple[Filter, ...]
    sorts: tuple[Filter, ...]
    choices: tuple[Filter, ...]
    rows: tuple[ThreadRow, ...]
    older: str | None = None
    newest: str | None = None
    everything: str | None = None
    breadcrumb: tuple[Link, ...] = (Link(M("首页"), "/"),)
    listed: Any = None

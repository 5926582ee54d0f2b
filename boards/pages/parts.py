"""What a page shows, finished: templates get these and run no query.

Times are aware UTC datetimes, texts are plain strings, `html` is stored and already sanitised,
labels are messages that the edge puts into the reader's language.
"""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.answering import AnswerAids
from boards.pages.posts import Author, PostView
from forum.messages import Message


@dataclass(frozen=True)
class Link:
    """A way to another page: `label` is a message, or the citizens' own words as a string.

    A page's `breadcrumb` holds its ancestors, home first, without the page itself.
    """

    label: Message | str
    url: str


@dataclass(frozen=True)
class Badge:
    """Where a question stands. `status` names the colour; the label is always shown with it."""

    status: str
    label: Message
    overdue: bool = False


@dataclass(frozen=True)
class Pager:
    """Numbered pages. `links` holds (number, url), with None for a gap."""

    page: int
    pages: int
    links: tuple
    previous: str | None = None
    next: str | None = None


@dataclass(frozen=True)
class ClockView:
    """One clock of a case. `state` is calm, warning, overdue, met or missed; `left` says how long it still has, or is over."""

    kind_label: Message
    department: str
    opened_at: datetime
    due_at: datetime
    met_at: datetime | None
    state: str
    provisional: bool
    steps: tuple[Message, ...]
    left: Message | None = None
    kind: str = ""
    department_slug: str = ""


@dataclass(frozen=True)
class TimelineStep:
    """One deed of a thread as the public sees it. `floor` is set when the deed wrote a post, `of` in a merged thread."""

    deed: str
    label: Message
    at: datetime
    actor: Message | str
    department: str | None
    text: Message | str = ""
    floor: int | None = None
    url: str | None = None
    role: str = ""
    department_slug: str | None = None
    of: int | None = None


@dataclass(frozen=True)
class ThreadRow:
    """A line of a board's list."""

    id: int
    title: str
    kind_label: Message | None
    badge: Badge | None
    author: Author
    created_at: datetime
    replies: int
    supports: int
    last_at: datetime
    last_name: str
    pages: int
    hidden: bool = False
    marks: tuple[Message, ...] = ()


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
    last_title: str = ""
    last_at: datetime | None = None
    last_name: str = ""


@dataclass(frozen=True)
class CategoryView:
    """A collapsible block of the board index; `anchor` is the name of its section in an address."""

    slug: str
    name: str
    section: Message
    boards: tuple[BoardRow, ...]
    anchor: str = ""


@dataclass(frozen=True)
class IndexPage:
    """`/`: figures are (label, number) pairs, today first."""

    categories: tuple[CategoryView, ...]
    figures: tuple
    newest_member: str = ""


@dataclass(frozen=True)
class Filter:
    """One choice of a filter or a sort order; `count` is None where it is not counted."""

    label: Message
    url: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True)
class BoardPage:
    """`/boards/SLUG`: keyset paging, so only an older and a newer page are known."""

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
    pinned: tuple[ThreadRow, ...] = ()
    choices: tuple[Filter, ...] = ()


@dataclass(frozen=True)
class Button:
    """Something the viewer may do to the case: a button that POSTs to `url`, or a link to its form there."""

    name: str
    label: Message
    url: str
    primary: bool = False
    form: bool = False


@dataclass(frozen=True)
class WriteChoice:
    """A kind of post the viewer may write here: reply, first_reply, result, follow_up."""

    kind: str
    label: Message
    hint: Message | None = None


@dataclass(frozen=True)
class ThreadPage:
    """`/threads/ID`: one page of floors with the case above them."""

    id: int
    title: str
    board: Link
    breadcrumb: tuple[Link, ...]
    kind_label: Message | None
    badge: Badge | None
    department: str | None
    author: Author
    channel_label: Message
    created_at: datetime
    replies: int
    supports: int
    supported: bool
    watching: bool
    hidden: bool
    posts: tuple[PostView, ...]
    pager: Pager
    clocks: tuple[ClockView, ...]
    timeline: tuple[TimelineStep, ...]
    official: tuple[TimelineStep, ...]
    chain: tuple[str, ...]
    alarmed: bool
    verbs: tuple[Button, ...]
    writing: tuple[WriteChoice, ...]
    closed_reason: Message | None = None
    view: str = "flat"
    only: int | None = None
    newest_first: bool = False
    views: tuple[Filter, ...] = ()
    root: int | None = None
    previous: Link | None = None
    next: Link | None = None
    may_write_anonymously: bool = False
    anonymous_by_default: bool = False
    aid: AnswerAids | None = None
    disposition: TimelineStep | None = None
    marks: tuple[Message, ...] = ()
    duplicate_of: int | None = None
    merged: int | None = None
    tools: tuple[Button, ...] = ()

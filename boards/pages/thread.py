"""The thread page: its head, clocks, timeline and floors; as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.answering import AnswerAids
from boards.pages.locations import LocationView
from boards.pages.parts import Badge, Button, Filter, Link, Pager
from boards.pages.posts import Author, PostView
from boards.pages.press import PressRow
from boards.pages.promises import PromiseLine
from boards.rules.text.letter import Letter
from forum.deeds import Deed
from forum.messages import Message
from forum.text.checks import excerpt

SUMMARY_LENGTH = 120


@dataclass(frozen=True)
class ClockView:
    """One clock of a case. `state` is a ClockState; `left` is the time left, or that by which it is late.

    `met_at` is when the department did what the clock asks for, in time or not; `ended_at` and `ended_by` (a deed's label)
    say what ended it otherwise.
    """

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
    ended_at: datetime | None = None
    ended_by: Message | None = None
    outcome: str | None = None


@dataclass(frozen=True)
class TimelineStep:
    """One deed of a thread as the public sees it. `floor` is set when the deed wrote a post, `of` when that is in a merged thread."""

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
class Hop:
    """A stretch of a case's way: one department from the time it got the case, or was asked again, until it handed it on.

    `department` is its short name, None before a department had the case.
    """

    department: str | None
    began_at: datetime
    steps: tuple[TimelineStep, ...] = ()
    clocks: tuple[ClockView, ...] = ()

    @property
    def late(self) -> bool:
        """Whether a clock of this stretch was missed or is overdue."""
        return any(clock.state in ("missed", "overdue") for clock in self.clocks)

    @property
    def waiting(self) -> bool:
        """Whether nobody has taken up the case yet."""
        return any(clock.kind == "accept" and clock.ended_at is None for clock in self.clocks)


@dataclass(frozen=True)
class LatestAnswer:
    """The latest official answer, as a letter: `office` is the department's full name, `earlier` the official steps before it."""

    post: PostView
    office: str
    letter: Letter
    earlier: tuple[TimelineStep, ...]


@dataclass(frozen=True)
class WriteChoice:
    """A kind of post the viewer may write here: reply, first_reply, result, follow_up. One that starts clocks is never preselected."""

    kind: str
    label: Message
    hint: Message | None = None
    starts_clocks: bool = False


@dataclass(frozen=True)
class Unread:
    """The first floor that a member has not read, its address, and how many there are from it on."""

    floor: int
    url: str
    count: int


@dataclass(frozen=True)
class ThreadPage:
    """`/threads/ID`: one page of floors with the case beside them.

    `question` and `answer` stand on the first page of the flat view alone; `posts` contains the question too.
    The viewer may correct its `location` where it `relocates`.
    `unread` is where a member goes on reading, None for who has read all, or has not said how far; `reads_to` the last floor
    of the page where that is further than he has read, with the number of the thread's `last_entry` in the log.
    """

    id: int
    title: Message | str
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
    hops: tuple[Hop, ...] = ()
    question: PostView | None = None
    answer: LatestAnswer | None = None
    unread: Unread | None = None
    draft: int | None = None
    reads_to: int | None = None
    last_entry: int = 0
    floors: int = 0
    viewed: int = 0
    promises: tuple[PromiseLine, ...] = ()
    reports: tuple[PressRow, ...] = ()
    location: LocationView | None = None
    relocates: bool = False

    @property
    def summary(self) -> str:
        """The beginning of the question, for links that are shared; '' where not everybody may read it."""
        question = self.question
        if question is None or self.hidden or question.hidden or question.sealed:
            return ""
        return excerpt(question.text or "", SUMMARY_LENGTH)

    @property
    def gathered(self) -> frozenset[int]:
        """The numbers of this thread and of those merged into it that were put into a topic at some time."""
        return frozenset(step.of or self.id for step in self.timeline if step.deed == Deed.TOPIC_ADD)

    @property
    def card_version(self) -> str:
        """A name of the status that the thread's share card shows, so that another status is another address; nothing of its title."""
        return f"{self.badge.status}{'-overdue' * self.badge.overdue}" if self.badge else "1"

    @property
    def in_order(self) -> bool:
        """Whether these are the floors of a page in their order, all of them."""
        return self.view == "flat" and not (self.only or self.newest_first or self.merged)

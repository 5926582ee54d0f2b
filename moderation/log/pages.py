"""What the pages of reports, sanctions and the public log show, finished; shaped as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.parts import Filter, Link
from boards.pages.posts import PostView
from forum.messages import Message


@dataclass(frozen=True)
class ReportLine:
    """One report in the queue: its reason, without who made it."""

    at: datetime
    why: Message | str


@dataclass(frozen=True)
class ReportedRow:
    """A reported post: how often, since when; `up_to` is the newest report that the moderator sees here."""

    post: PostView
    thread: Link
    number: int
    since: datetime
    first: int
    up_to: int
    lines: tuple[ReportLine, ...]
    deciding: str


@dataclass(frozen=True)
class ReportsPage:
    """`/moderation/reports`: oldest first."""

    rows: tuple[ReportedRow, ...]
    reasons: tuple
    following: str | None = None
    first: str | None = None


@dataclass(frozen=True)
class OwnReport:
    """One of one's own reports, with its answer once there is one."""

    number: int
    at: datetime
    post: Link
    why: Message | str
    outcome: Message
    answer: str
    decided_at: datetime | None


@dataclass(frozen=True)
class OwnReportsPage:
    """`/account/reports`: newest first."""

    rows: tuple[OwnReport, ...]
    older: str | None = None
    newest: str | None = None


@dataclass(frozen=True)
class SanctionRow:
    """A warning or a suspension as its person, or a moderator, sees it; `name` only for moderators."""

    number: int
    kind: str
    label: Message
    why: Message | str
    since: datetime
    until: datetime | None
    standing: Message
    post: str | None
    lifted_text: str = ""
    name: str = ""
    lifting: str | None = None


@dataclass(frozen=True)
class SanctionsPage:
    """`/account/sanctions` and `/moderation/sanctions`: newest first."""

    rows: tuple[SanctionRow, ...]
    older: str | None = None
    newest: str | None = None


@dataclass(frozen=True)
class PostVerbPage:
    """The form of a verb on one post: what it says and its fields, with the post above it."""

    thread: Link
    breadcrumb: tuple[Link, ...]
    post: PostView
    heading: Message
    url: str
    lead: Message
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class LogRow:
    """One deed in the public log: who only as an office. `what` is what it did exactly, `why` the reason."""

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
    updated: datetime | None = None

"""Page objects of reports."""

from dataclasses import dataclass, field
from datetime import datetime

from boards.pages.parts import Filter, Link
from boards.pages.posts import PostView
from boards.pages.tables import Column
from forum.messages import Message


@dataclass(frozen=True)
class ReportLine:
    """One report in the queue: its reason, without who made it."""

    at: datetime
    why: Message | str


@dataclass(frozen=True)
class ReportedRow:
    """A reported post: how many reports, since when; `up_to` is the newest report that the moderator sees here."""

    post: PostView
    thread: Link
    number: int
    since: datetime
    first: int
    up_to: int
    lines: tuple[ReportLine, ...]


@dataclass(frozen=True)
class ReportsPage:
    """`/moderation/reports`: `asked` are the parameters of the address, `everything` is the address without filters, None
    where there are none.
    """

    rows: tuple[ReportedRow, ...]
    reasons: tuple
    columns: tuple[Column, ...] = ()
    codes: tuple[Filter, ...] = ()
    states: tuple[Filter, ...] = ()
    asked: dict[str, str] = field(default_factory=dict)
    everything: str | None = None
    following: str | None = None
    first: str | None = None


@dataclass(frozen=True)
class OwnReport:
    """One of the viewer's reports, with its answer once there is one."""

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

"""Page objects of the notices; shaped as in boards/pages/parts.py. Pure."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.parts import Filter, Link
from forum.messages import Message
from moderation.notices.document import Document


@dataclass(frozen=True)
class NoticeState:
    """How far a notice has come: `label` and the tone of its badge."""

    label: Message
    tone: str


@dataclass(frozen=True)
class NoticeRow:
    """A notice in a list."""

    id: int
    kind: str
    label: Message
    number: str
    department: Link
    thread: Link
    issued_at: datetime
    feedback_due_at: datetime | None
    state: NoticeState
    signed_at: datetime | None = None
    feedback_at: datetime | None = None
    closed_at: datetime | None = None
    closing: str | None = None


@dataclass(frozen=True)
class YearRow:
    """How many notices of each kind a year has, in the order of NoticeKind."""

    year: int
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class NoticesPage:
    """`/notices`: newest first, the filters, and the numbers of each year."""

    rows: tuple[NoticeRow, ...]
    kinds: tuple[Filter, ...]
    years: tuple[YearRow, ...]
    department: str = ""
    first: str | None = None
    following: str | None = None


@dataclass(frozen=True)
class NoticePage:
    """`/notices/ID`: the document, and what this viewer may do."""

    row: NoticeRow
    document: Document
    closing: Message | None
    closed_text: str
    may_receive: bool
    may_answer: bool
    may_close: bool


@dataclass(frozen=True)
class ProposalRow:
    """A notice that is proposed: `value` is what its box sends."""

    value: str
    label: Message
    thread: Link
    department: str
    clock: Message
    due_at: datetime
    left: Message


@dataclass(frozen=True)
class ProposalsPage:
    """`/supervision/notices`: what to issue, and the open notices; `outcomes` of the issue just done are (done, message)."""

    proposals: tuple[ProposalRow, ...]
    open: tuple[NoticeRow, ...]
    open_number: int
    outcomes: tuple[tuple[bool, Message], ...] = ()

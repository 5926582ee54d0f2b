"""What the hotline's pages show, finished; see boards.pages.parts for what times and labels are."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.parts import Badge, Link
from boards.rules.text.text_review import TextReview
from forum.messages import Message


@dataclass(frozen=True)
class SuggestedBoard:
    """A board that the system proposes, and why."""

    slug: str
    name: str
    reasons: tuple[Message, ...]


@dataclass(frozen=True)
class EntryPage:
    """`/hotline`: boards as (category, ((slug, name), ...)); `suggested` is None until it was asked for."""

    boards: tuple
    called_at: str
    waiting: int
    suggested: tuple[SuggestedBoard, ...] | None = None
    review: TextReview = TextReview()


@dataclass(frozen=True)
class CallbackRow:
    """One call that is owed. `phone` is masked, and None when the citizen asked by another way than the hotline."""

    id: int
    thread: Link
    cause_label: Message
    badge: Badge | None
    phone: str | None
    answer: str
    opened_at: datetime
    due_at: datetime | None
    state: str
    not_before: datetime | None
    url: str


@dataclass(frozen=True)
class CallbacksPage:
    """`/hotline/callbacks`: whoever waits longest first, agreed later times at the end; `more` did not fit."""

    rows: tuple[CallbackRow, ...]
    more: int = 0


@dataclass(frozen=True)
class Attempt:
    """One call made: who, when, how it ended."""

    at: datetime
    name: str
    outcome_label: Message
    remark: str


@dataclass(frozen=True)
class CallbackPage:
    """`/hotline/callbacks/ID`: `rating` is (grade label, words) for a callback after a bad rating."""

    row: CallbackRow
    question: str
    answers: tuple
    attempts: tuple[Attempt, ...]
    steps: tuple[Message, ...]
    called_at: datetime | None
    rating: tuple | None = None
    done: bool = False


@dataclass(frozen=True)
class Look:
    """Somebody looked at a caller's number."""

    at: datetime
    name: str
    thread: Link
    reason: str


@dataclass(frozen=True)
class LooksPage:
    """`/hotline/looks`: newest first."""

    rows: tuple[Look, ...]
    older: str | None = None

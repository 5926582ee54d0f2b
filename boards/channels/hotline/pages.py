"""Page objects of the hotline; boards.pages.parts describes the types of times and labels."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.parts import Badge, Link
from boards.rules.text.department_names import DepartmentOption
from boards.rules.text.text_review import TextReview
from forum.messages import Message


@dataclass(frozen=True)
class SuggestedBoard:
    """A suggested board and the reasons for it."""

    slug: str
    name: str
    reasons: tuple[Message, ...]


@dataclass(frozen=True)
class EntryPage:
    """`/hotline`: every department's board; `suggested` is None unless suggestions were requested.

    `publishes_as` is the public name of the hotline's account, `swapped` as in AskPage.
    """

    boards: tuple[DepartmentOption, ...]
    called_at: str
    waiting: int
    publishes_as: str
    suggested: tuple[SuggestedBoard, ...] | None = None
    review: TextReview = TextReview()
    swapped: str = ""


@dataclass(frozen=True)
class CallbackRow:
    """One open callback. `phone` is masked, and None when the question came through another channel than the hotline."""

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
    """`/hotline/callbacks`: the longest waiting first, postponed ones last; `more` is how many further ones there are."""

    rows: tuple[CallbackRow, ...]
    more: int = 0


@dataclass(frozen=True)
class Attempt:
    """One attempt to call back: who, when, how it ended."""

    at: datetime
    name: str
    outcome_label: Message
    remark: str


@dataclass(frozen=True)
class CallbackPage:
    """`/hotline/callbacks/ID`: `rating` is (grade label, remark) for a callback after a bad rating."""

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
    """One entry of the log about a number or private messages that were shown; `what` says which."""

    at: datetime
    name: str
    thread: Link
    reason: str
    what: Message


@dataclass(frozen=True)
class LooksPage:
    """`/hotline/looks`: newest first."""

    rows: tuple[Look, ...]
    older: str | None = None

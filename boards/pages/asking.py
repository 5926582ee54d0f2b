"""Page objects of asking: the form in three parts, and the page after sending; as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boards.pages.parts import Link
from boards.pages.thread import ClockView
from boards.rules.text.department_names import DepartmentOption
from boards.rules.text.text_review import TextReview
from forum.messages import Message


@dataclass(frozen=True)
class DueTime:
    """When a question that is sent now would be accepted or answered at the latest, and the steps to that time."""

    label: Message
    at: datetime
    steps: tuple[Message, ...]
    provisional: bool = False


@dataclass(frozen=True)
class QuestionCheck:
    """A question as it will look. `department` is None where the moderators look for it; `digest` names just this text.

    `waits` until a moderator has looked at it: then there are no `due` times yet.
    """

    title: str
    html: str
    kind_label: Message
    author: Message | str
    department: str | None
    waits: bool
    due: tuple[DueTime, ...]
    digest: str


@dataclass(frozen=True)
class AskPage:
    """`/ask`: the boards to ask, answered questions like the one in the address, and after the first look the QuestionCheck."""

    options: tuple[DepartmentOption, ...]
    promise: tuple[Message, ...]
    similar: Any = None
    review: TextReview = TextReview()
    check: QuestionCheck | None = None


@dataclass(frozen=True)
class SentPage:
    """`/threads/ID/sent`: the asker's question after sending. `unrouted`: no department has it yet; `waits` for a moderator."""

    number: int
    thread: Link
    department: Link | None
    waits: bool
    unrouted: bool
    clocks: tuple[ClockView, ...]

"""Page objects of asking: the form in its parts, and the page after sending; as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boards.files.pages import FileField
from boards.pages.locations import LocationView
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
    """A question as it will look, on the board or with the department of `place`; `digest` names just this text.

    `waits` until a moderator has looked at it: then there are no `due` times yet. One that is not `routed` waits for its
    department too.
    """

    title: str
    html: str
    kind_label: Message | None
    author: Message | str
    place: Message | str
    routed: bool
    waits: bool
    due: tuple[DueTime, ...]
    digest: str
    location: LocationView | None = None


@dataclass(frozen=True)
class ChosenBoard:
    """The board in the address of the form; where it `has_case`, a department's, another one may still be chosen."""

    slug: str
    name: str
    breadcrumb: tuple[Link, ...]
    has_case: bool


@dataclass(frozen=True)
class AskPage:
    """`/ask` and `/boards/SLUG/new`: the boards to ask, none on a `board` without cases; after the first look the QuestionCheck.

    `similar` are answered questions like it, where they are offered (`similar_asked`). `swapped` are typed coordinates the other
    way round, where that would be a place.
    """

    action: str
    options: tuple[DepartmentOption, ...]
    promise: tuple[Message, ...]
    board: ChosenBoard | None = None
    similar_asked: bool = True
    screened: bool = False
    similar: Any = None
    review: TextReview = TextReview()
    check: QuestionCheck | None = None
    swapped: str = ""
    files: FileField = FileField()

    @property
    def has_case(self) -> bool:
        """Whether what is sent becomes a case with clocks."""
        return self.board is None or self.board.has_case


@dataclass(frozen=True)
class SentPage:
    """`/threads/ID/sent`: the asker's question after sending. `unrouted`: no department has it yet; `waits` for a moderator."""

    number: int
    thread: Link
    department: Link | None
    waits: bool
    unrouted: bool
    clocks: tuple[ClockView, ...]

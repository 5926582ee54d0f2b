"""What the pages of the screening queue are given; shaped as in boards/pages/parts.py. Pure."""

from dataclasses import dataclass, field

from boards.pages.lists import ThreadRow
from boards.pages.parts import Link
from boards.rules.dispositions import PLACE_LABELS, DispositionCounts
from forum.messages import Message


@dataclass(frozen=True)
class SuggestedDepartment:
    """The department that a question may belong to: its slug, its short name, and why; `here` when it is the one that was asked."""

    slug: str
    name: str
    reasons: tuple[Message, ...]
    here: bool


@dataclass(frozen=True)
class WaitingQuestion:
    """A question in the queue. `rest` is what follows the excerpt; `back` when it comes back from a department or its asker;
    `words` of the word list held it.
    """

    thread: ThreadRow
    board: Link
    excerpt: str
    rest: str
    back: Message | None
    guess: SuggestedDepartment | None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What became of one of the questions that were ticked."""

    title: Message | str
    url: str
    done: bool
    message: Message


@dataclass(frozen=True)
class Choices:
    """What the form offers, as (value, label): departments, boards of open talk, codes of declining."""

    departments: tuple
    talks: tuple
    codes: tuple


@dataclass(frozen=True)
class QueuePage:
    """`/moderation`: oldest first; `results` tell what the last POST did."""

    rows: tuple[WaitingQuestion, ...]
    choices: Choices
    disposition_counts: DispositionCounts
    after: str | None = None
    first: str | None = None
    following: str | None = None
    results: tuple[Result, ...] = ()
    places: dict = field(default_factory=lambda: PLACE_LABELS)


@dataclass(frozen=True)
class ComparePage:
    """`/moderation/screening/ID`: a question that waits, beside public ones that are alike."""

    row: WaitingQuestion
    html: str
    choices: Choices
    similar: object | None

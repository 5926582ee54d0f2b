"""Page objects of the screening queue; shaped as in boards/pages/parts.py. Pure."""

from dataclasses import dataclass, field

from boards.pages.lists import ThreadRow
from boards.pages.office import Result
from boards.pages.parts import Filter, Link
from boards.pages.tables import Column
from boards.rules.dispositions import PLACE_LABELS, DispositionCounts
from boards.rules.text.department_names import DepartmentOption
from forum.messages import Message


@dataclass(frozen=True)
class SuggestedDepartment:
    """A suggested department: slug, short name, reasons; `here` when the question was asked on its board."""

    slug: str
    name: str
    reasons: tuple[Message, ...]
    here: bool


@dataclass(frozen=True)
class WaitingQuestion:
    """A question in the queue. `rest` is what follows the excerpt; `back` says why it must be routed, not published;
    `words` of the word list held it.
    """

    thread: ThreadRow
    board: Link
    excerpt: str
    rest: str
    back: Message | None
    guess: SuggestedDepartment | None
    words: tuple[Message | str, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What the form offers: departments, and as (value, label) boards of open discussion and reasons for declining."""

    departments: tuple[DepartmentOption, ...]
    talks: tuple
    codes: tuple


@dataclass(frozen=True)
class QueuePage:
    """`/moderation`: `results` are those of the last POST, `asked` are the parameters of the address, `everything` is the
    address without filters, None where there are none.
    """

    rows: tuple[WaitingQuestion, ...]
    choices: Choices
    disposition_counts: DispositionCounts
    columns: tuple[Column, ...] = ()
    causes: tuple[Filter, ...] = ()
    kinds: tuple[Filter, ...] = ()
    asked: dict[str, str] = field(default_factory=dict)
    everything: str | None = None
    first: str | None = None
    following: str | None = None
    results: tuple[Result, ...] = ()
    places: dict = field(default_factory=lambda: PLACE_LABELS)


@dataclass(frozen=True)
class ComparePage:
    """`/moderation/screening/ID`: a question that waits, beside similar public ones."""

    row: WaitingQuestion
    html: str
    choices: Choices
    similar: object | None

"""Page objects of the assessments; shaped as in boards/pages/parts.py. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from boards.pages.parts import Link
from forum.messages import Message
from moderation.supervision.statistics.pages import CountedThread


@dataclass(frozen=True)
class AssessmentRow:
    """An assessment in a list; `cases` is how many questions it counts."""

    id: int
    first: date
    last: date
    cases: int
    frozen_at: datetime
    url: str


@dataclass(frozen=True)
class AssessmentsPage:
    """`/assessments`, newest first; `/supervision/assessments` lists them below its form."""

    rows: tuple[AssessmentRow, ...]
    first: str | None = None
    following: str | None = None


@dataclass(frozen=True)
class FrozenFigure:
    """A figure with its definition as `meaning` and the list of its cases as `url`, or a rate with the labels of its part and its whole."""

    key: str
    label: Message | str
    number: float | None
    meaning: tuple[Message | str, ...]
    url: str | None = None


@dataclass(frozen=True)
class UnitRow:
    """A department; `numbers`, the lists of their cases (`urls`), `rates` and `hours` by key."""

    department: Link
    numbers: Mapping[str, int]
    urls: Mapping[str, str]
    rates: Mapping[str, float | None]
    hours: Mapping[str, float | None]


@dataclass(frozen=True)
class UnitGroup:
    """The departments of one kind of body."""

    label: Message
    rows: tuple[UnitRow, ...]


@dataclass(frozen=True)
class AssessmentPage:
    """`/assessments/ID`, in the words of the freeze.

    `hours` are the medians; `days` are (day, whether it is worked, why) of the period's holidays on weekdays and worked weekends;
    `entry` is the log entry of the freeze, `statistics` the address of the same period's figures as they are now.
    """

    row: AssessmentRow
    sha256: str
    last_entry: int
    entry: int
    figures: tuple[FrozenFigure, ...]
    rates: tuple[FrozenFigure, ...]
    hours: Mapping[str, float | None]
    groups: tuple[UnitGroup, ...]
    days: tuple[tuple[date, bool, Message | str], ...]
    working_days: int
    downloads: tuple[Link, ...]
    statistics: str


@dataclass(frozen=True)
class FrozenCasesPage:
    """`/assessments/ID/threads`: the cases that a figure of `unit`, the city or a department, counts, newest first."""

    row: AssessmentRow
    figure: FrozenFigure
    back: Link
    unit: Message | str
    rows: tuple[CountedThread, ...]
    older: str | None
    newest: str | None

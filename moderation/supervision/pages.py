"""What the supervisors' page shows; shaped as in boards/pages/parts.py. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from boards.pages.office import QueueRow
from boards.pages.parts import Filter, Link
from boards.pages.tables import Column
from forum.messages import Message


@dataclass(frozen=True)
class ExtensionRow:
    """An extension request that waits: both due times, who asks and why."""

    id: int
    thread: Link
    department: str
    name: str
    asked_at: datetime
    due_at: datetime
    until: datetime
    reason: str


@dataclass(frozen=True)
class AlarmRow:
    """An alarm: the case returned to a department, or was transferred too often; `department` has it now."""

    at: datetime
    thread: Link
    why: Message
    hops: int
    department: str


@dataclass(frozen=True)
class CaseRow:
    """A case that is due today or overdue, and the department that has it."""

    case: QueueRow
    department: str


@dataclass(frozen=True)
class UnsatisfiedRow:
    """The last rating of a case, where it is a bad one, and the department that was rated; `solved` None where not said."""

    at: datetime
    thread: Link
    department: str
    grade: Message
    solved: Message | None


@dataclass(frozen=True)
class Table:
    """One table of the page: `number` counts all its rows, `whole` is the address of the table alone, `export` that of its file."""

    columns: tuple[Column, ...]
    rows: tuple[Any, ...]
    number: int
    whole: str
    export: str
    first: str | None = None
    following: str | None = None


@dataclass(frozen=True)
class SupervisionPage:
    """`/supervision`: the tables that are shown (None where not), the tabs, and of one table its filters.

    `offices` are (slug, label with a count), `office` the chosen one, `kept` what choosing one keeps, as (name, value);
    `asked` are the parameters of this page, to which one comes back after a decision.
    """

    tabs: tuple[Filter, ...]
    extensions: Table | None = None
    alarms: Table | None = None
    due: Table | None = None
    overdue: Table | None = None
    unsatisfied: Table | None = None
    kinds: tuple[Filter, ...] = ()
    offices: tuple[tuple[str, Message], ...] = ()
    office: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)

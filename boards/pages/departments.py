"""Pages of the departments; as in boards/pages/parts.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from boards.pages.parts import Filter, Link
from boards.rules.dispositions import DispositionCounts, Place
from boards.rules.text.difference import Line
from forum.messages import Message


@dataclass(frozen=True)
class DepartmentRow:
    """A department in the tree; `depth` is 1 below a department of the same level, `board` the slug of its board."""

    slug: str
    name: str
    level_label: Message
    depth: int
    board: str | None
    spokespersons: int


@dataclass(frozen=True)
class DepartmentsPage:
    """`/departments`: the tree, grouped by level as (label, rows), and the dispositions of all questions with the labels of the places."""

    groups: tuple[tuple[Message, tuple[DepartmentRow, ...]], ...]
    disposition_counts: DispositionCounts
    places: Mapping[Place, Message]


@dataclass(frozen=True)
class ClosedDepartment:
    """That a department was closed, why, and the one into which it was merged, None where nobody took over."""

    at: datetime
    successor: Link | None
    reason: str


@dataclass(frozen=True)
class DepartmentPage:
    """`/departments/SLUG`: duty, spokespersons as (name, since), the time limits of its clocks, figures as (label, number).

    `people` are those who hold an office now; `rules` the number of the latest version of the working rules, its day and
    address, None without any; `may_keep` says that the viewer may change both; `promises` are how many stand in each state;
    `watching` is None for guests; `closed` is None for a department in use; `may_close` says that the viewer may close it.
    """

    id: int
    slug: str
    name: str
    level_label: Message
    duty: str
    breadcrumb: tuple[Link, ...]
    parent: Link | None
    children: tuple[Link, ...]
    board: Link | None
    spokespersons: tuple[tuple[str, datetime], ...]
    promise: tuple[Message, ...]
    figures: tuple[tuple[Message, int], ...]
    people: tuple["PeopleOfKind", ...] = ()
    rules: "RulesVersion | None" = None
    may_keep: bool = False
    promises: tuple[Filter, ...] = ()
    watching: bool | None = None
    closed: ClosedDepartment | None = None
    may_close: bool = False


@dataclass(frozen=True)
class ClosingPage:
    """`/departments/SLUG/closing`: how many open cases there are to hand on, and what stands in the way."""

    slug: str
    name: str
    breadcrumb: tuple[Link, ...]
    open_cases: int


@dataclass(frozen=True)
class PersonRow:
    """Somebody who holds an office in a department, or held one until `until`."""

    id: int
    kind_label: Message
    name: str
    office: str
    contact: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class PeopleOfKind:
    """The people of one kind (boards.rules.offices.people.PersonKind)."""

    label: Message
    people: tuple[PersonRow, ...]


@dataclass(frozen=True)
class PeoplePage:
    """`/departments/SLUG/people`: who holds an office, and who held one; those who may change it get the forms."""

    slug: str
    name: str
    breadcrumb: tuple[Link, ...]
    groups: tuple[PeopleOfKind, ...]
    former: tuple[PersonRow, ...]
    may_keep: bool


@dataclass(frozen=True)
class RulesVersion:
    """A version of a department's working rules; `by` is the name of a spokesperson, else the office that wrote it."""

    number: int
    at: datetime
    url: str
    by: Message | str = ""
    current: bool = False


@dataclass(frozen=True)
class RulesPage:
    """`/departments/SLUG/rules/N`: one version, its difference from the one before, and all versions, newest first."""

    slug: str
    name: str
    breadcrumb: tuple[Link, ...]
    versions: tuple[RulesVersion, ...]
    shown: RulesVersion | None
    text: str
    changes: tuple[Line, ...]
    may_keep: bool


@dataclass(frozen=True)
class EditRulesPage:
    """`/departments/SLUG/rules/edit`: the latest text, and the number of its version, 0 without any."""

    slug: str
    name: str
    breadcrumb: tuple[Link, ...]
    text: str
    based_on: int

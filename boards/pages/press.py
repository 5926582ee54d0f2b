"""Pages of reporters' follow-up reports (记者追踪); as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import date, datetime

from boards.pages.parts import Link
from boards.rules.text.difference import Line
from forum.messages import Message


@dataclass(frozen=True)
class Withdrawn:
    """When a report was withdrawn, by which office, and why."""

    at: datetime
    by: Message
    reason: str


@dataclass(frozen=True)
class PressRow:
    """A report in a list; of one that was withdrawn nothing but that is shown."""

    id: int
    title: str
    byline: str
    medium: str
    published_on: date
    withdrawn: Withdrawn | None = None

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/reports/{self.id}"


@dataclass(frozen=True)
class PressListPage:
    """`/reports`: newest first."""

    rows: tuple[PressRow, ...]
    may_publish: bool
    first: str | None = None
    following: str | None = None


@dataclass(frozen=True)
class PressVersionLine:
    """A version of a report: when and by which office it was written, and what it corrects."""

    number: int
    at: datetime
    by: Message
    note: str
    url: str


@dataclass(frozen=True)
class PressPage:
    """`/reports/ID`: the version that is `shown`, the latest unless another is asked for, with its difference from the one before."""

    row: PressRow
    url: str
    text: str
    threads: tuple[Link, ...]
    versions: tuple[PressVersionLine, ...]
    shown: int
    changes: tuple[Line, ...]
    may_change: bool

    @property
    def current(self) -> bool:
        """Whether the latest version is shown."""
        return self.shown == self.versions[0].number


@dataclass(frozen=True)
class PressFormPage:
    """The form of a new report, or of the correction of one (`report` is its id), with what its fields start with."""

    report: int | None
    title: str
    values: dict[str, str]

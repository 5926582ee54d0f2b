"""Page objects of the hot topics; shaped as in boards/pages/parts.py. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from boards.pages.lists import ThreadRow
from boards.pages.parts import Filter, Link


@dataclass(frozen=True)
class TermRow:
    """A word that rose: `number` of questions behind it, which are listed at `url`; it is `times` the number that is `usual` of as many.

    `offices` are the departments that have most of them; with a department chosen, `own` is the link to its own ones and `own_number`
    how many these are.
    """

    term: str
    number: int
    usual: float
    times: float
    url: str
    offices: tuple[Link, ...]
    own: str | None = None
    own_number: int = 0


@dataclass(frozen=True)
class RisenThread:
    """A thread that rose: `people` took part in the span, `usual` in as many days."""

    thread: ThreadRow
    department: Link | None
    people: int
    usual: float


@dataclass(frozen=True)
class OfficeRow:
    """A department or place that gets more questions than usual: `number` of the span, listed at `url`, `usual` in a week."""

    name: Link
    number: int
    usual: float
    url: str


@dataclass(frozen=True)
class HotPage:
    """`/hot`: the days it is about, what rose in them, and the departments that can be chosen; `counted_at` None before the first count."""

    first: date
    last: date
    counted_at: datetime | None
    threads: int
    threads_before: int
    terms: tuple[TermRow, ...]
    risen: tuple[RisenThread, ...]
    offices: tuple[OfficeRow, ...]
    places: tuple[OfficeRow, ...]
    choices: tuple[Filter, ...]
    office: str | None


@dataclass(frozen=True)
class TermPage:
    """`/hot/threads`: the questions behind a word, newest first; `number` is how many there are, `cursor` leads to the next page."""

    term: TermRow
    department: str | None
    number: int
    rows: tuple[ThreadRow, ...]
    cursor: str | None
    older: str | None
    newest: str | None

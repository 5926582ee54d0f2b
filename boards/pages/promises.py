"""Pages of the promises in official answers; as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import date, datetime

from boards.pages.parts import Badge, Filter, Link


@dataclass(frozen=True)
class PromiseLine:
    """A promise beside the answer that makes it."""

    id: int
    due_on: date
    badge: Badge


@dataclass(frozen=True)
class PromiseRow:
    """A promise in a list: `quote` is its sentence, "" where the text is not shown; `kept` is the post that shows it was kept.

    `moved_to` and `moved_from` are the days of the promise that follows it, and of the one before it.
    """

    id: int
    due_on: date
    badge: Badge
    quote: str
    thread: Link
    post: Link
    department: Link
    reason: str = ""
    kept: Link | None = None
    moved_to: date | None = None
    moved_from: date | None = None
    closed_at: datetime | None = None

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/promises/{self.id}"


@dataclass(frozen=True)
class PromisesPage:
    """`/departments/SLUG/promises`: newest first, with the numbers of each state."""

    slug: str
    name: str
    breadcrumb: tuple[Link, ...]
    states: tuple[Filter, ...]
    rows: tuple[PromiseRow, ...]
    first: str | None = None
    following: str | None = None


@dataclass(frozen=True)
class PromisePage:
    """`/promises/ID`: one promise; its department may say what became of it."""

    row: PromiseRow
    breadcrumb: tuple[Link, ...]
    may_answer: bool

"""What filters, cursors and ranking read of a post that was found. Pure."""

from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar


class FoundPost(Protocol):
    """A dataclass with these fields: search.ranking.candidates.Candidate."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    id: int
    thread: int
    score: float
    board: int
    status: str | None
    kind: str | None
    overdue: bool
    departments: tuple[int | None, int | None]
    answered: bool

    @property
    def created_at(self) -> datetime:
        """When the post was written."""


Found = TypeVar("Found", bound=FoundPost)

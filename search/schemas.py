"""What the search call of the API takes and gives."""

from typing import Literal

from pydantic import BaseModel, Field

from boards.channels.api.base_schemas import Asked, Day, Instant, Limit
from boards.rules.status import Status


class SearchAsked(Asked):
    q: str = Field("", description="words, phrases in quotes, -not, OR, and names such as board:, status:, before:")
    board: str = Field("", description="slug or name", max_length=80)
    status: str = Field("", description="a status, or overdue", max_length=40)
    kind: str = Field("", description="consultation, complaint or suggestion", max_length=40)
    author: str = Field("", description="display name", max_length=80)
    first: Day | None = Field(None, alias="from", description="the first day, local")
    last: Day | None = Field(None, alias="to", description="the last day, local")
    sort: Literal["relevance", "date"] = "relevance"
    limit: Limit = 10
    at: str = Field("", description="where the page begins, as `next` gives it", max_length=40)


class Hit(BaseModel):
    thread: int
    post: int
    floor: int
    title: str
    snippet: str = Field(description="plain text")
    status: Status | None
    official: bool
    board: str = Field(description="slug")
    created_at: Instant
    others: int = Field(description="further hits in the same thread")


class Found(BaseModel):
    items: list[Hit]
    next: str | None
    total: int = Field(description="threads, or posts when sorted by date, among the hits that were looked at")
    more: bool = Field(description="there are more than were looked at")
    took_ms: int
    notes: list[str] = Field(description="what was not understood")
    loose: bool = Field(description="posts with some of the words stand among the items")
    rebuilding: int | None = Field(description="percent of the index that is there, while it is made anew")

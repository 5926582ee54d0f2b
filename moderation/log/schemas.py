"""The public log as it stands in the OpenAPI document."""

from typing import Annotated

from pydantic import BaseModel, Field

from boards.channels.api.base_schemas import MOST, Asked, Instant
from moderation.schemas import PAGE


class LogAsked(Asked):
    deed: str = ""
    reason: str = ""
    role: str = ""
    board: str = ""
    first: str = Field("", description="first day, local")
    last: str = Field("", description="last day, local")
    thread: str = ""
    post: str = ""
    before: str = Field("", max_length=18)
    limit: Annotated[int, Field(ge=1, le=MOST)] = PAGE


class LogEntry(BaseModel):
    id: int
    at: Instant
    deed: str
    label: str
    role: str
    what: str
    reason: str
    subject: str | None = Field(description="its title")
    url: str | None


class Log(BaseModel):
    items: list[LogEntry]
    next: str | None

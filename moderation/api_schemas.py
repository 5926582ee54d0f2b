"""What goes in and out of the moderators' calls, as it stands in the OpenAPI document."""

from typing import Annotated

from pydantic import BaseModel, Field

from boards.channels.api.schemas import MOST, Asked, Given, Id, Instant, Limit
from boards.clocks.policy import Kind
from moderation.tools.splitting import MOST as FLOORS

PAGE = 50


class Why(Given):
    """Why, from the list of docs/moderation.md, and in words; the words may be left out unless the code is "other"."""

    code: str
    reason: str = ""


class ReasonFromList(Given):
    """`code` is one of the list of docs/moderation.md; without one it is "other"."""

    reason: str
    code: str = "other"


class Report(BaseModel):
    post: int
    reason: str
    reported_at: Instant


class Relocation(Why):
    board: str = Field(description="slug")
    kind: Annotated[Kind, Field(strict=False)] | None = Field(None, description="needed when a case begins by it")


class Merger(Why):
    into: Id = Field(description="id of the thread that stays")


class Split(Why):
    floors: list[Annotated[int, Field(ge=1, le=2**31 - 1)]] = Field(max_length=FLOORS)
    title: str
    board: str | None = Field(None, description="slug; the thread's own board without one")
    kind: Annotated[Kind, Field(strict=False)] | None = None


class Pin(Why):
    position: Annotated[int, Field(ge=1, le=100)] | None = None


class Duplication(Why):
    of: Id


class Suspension(Given):
    until: str = Field(description="RFC 3339; without an offset it is local time")
    code: str
    reason: str


class Decision(Given):
    """What becomes of the reports of a post: `code` and `reason` are for hiding it when they are upheld."""

    outcome: str = Field(description="upheld or dismissed")
    answer: str = Field(description="to those who reported it; public")
    code: str = ""
    reason: str = ""


class QueueAsked(Asked):
    after: Id | None = Field(None, description="cursor, as `next` gives it")


class PageAsked(Asked):
    before: Id | None = None
    limit: Limit = PAGE


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


class Sanction(BaseModel):
    id: int
    kind: str
    reason: str
    since: Instant
    until: Instant | None
    standing: str


class Sanctions(BaseModel):
    items: list[Sanction]
    next: str | None


class OwnReport(BaseModel):
    url: str
    at: Instant
    reason: str
    outcome: str
    answer: str
    decided_at: Instant | None


class OwnReports(BaseModel):
    items: list[OwnReport]
    next: str | None


class Reported(BaseModel):
    post: int
    url: str
    reports: int
    since: Instant
    reasons: list[str]


class ReportQueue(BaseModel):
    items: list[Reported]
    next: str | None

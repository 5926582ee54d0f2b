"""What goes in and out of the calls for reports, as it stands in the OpenAPI document."""

from pydantic import BaseModel, Field

from boards.channels.api.base_schemas import Asked, Given, Id, Instant


class Report(BaseModel):
    post: int
    reason: str
    reported_at: Instant


class Decision(Given):
    """What becomes of the reports of a post: `code` and `reason` are for hiding it when they are upheld."""

    outcome: str = Field(description="upheld or dismissed")
    answer: str = Field(description="to those who reported it; public")
    code: str = ""
    reason: str = ""


class QueueAsked(Asked):
    after: Id | None = Field(None, description="cursor, as `next` gives it")


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

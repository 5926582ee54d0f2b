"""Schemas of reporters' follow-up reports in the API."""

from datetime import date

from pydantic import BaseModel, Field

from boards.channels.api.base_schemas import Asked, Instant, Limit


class PressReportsAsked(Asked):
    limit: Limit = 30
    before: str | None = Field(None, max_length=80, description="cursor, as `next` gives it")


class PressReportItem(BaseModel):
    id: int
    title: str = Field(description="empty once it was withdrawn, as byline and medium")
    byline: str
    medium: str
    published_on: date
    withdrawn_at: Instant | None
    withdrawn_reason: str | None
    url: str


class PressReports(BaseModel):
    items: list[PressReportItem]
    next: str | None


class PressReportAnswer(PressReportItem):
    link: str | None = Field(description="address of the report in its medium")
    text: str
    threads: list[int]
    versions: int

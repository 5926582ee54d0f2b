"""Schemas of the statistics in the API."""

from pydantic import BaseModel, Field

from boards.channels.api.base_schemas import Asked, Day, Instant, Limit, Percent
from moderation.supervision.statistics.listing import PAGE


class StatisticsAsked(Asked):
    first: Day | None = Field(None, alias="from", description="first day, local")
    last: Day | None = Field(None, alias="to", description="last day, local")
    department: str = Field("", max_length=40, description="slug")
    category: str = Field("", max_length=18, description="id of a category of boards")
    kind: str = Field("", max_length=20, description="consultation, complaint or suggestion")
    channel: str = Field("", max_length=20)


class CountedAsked(StatisticsAsked):
    figure: str = Field(max_length=40, description="a key of `figures`")
    limit: Limit = PAGE
    before: str | None = Field(None, max_length=80, description="cursor, as `next` gives it")


class MedianHours(BaseModel):
    accept: float | None = Field(description="from the question (for a department: its arrival) to the acceptance")
    answer: float | None = Field(description="to the first result")


class Statistics(BaseModel):
    """Figures of the questions asked in a period. Each figure counts threads, and its link lists exactly these."""

    received: int
    forwarded: int
    forwarded_rate: Percent
    dispositions: dict[str, int]
    answered: int
    pending: int = Field(description="open, inside the limits")
    overdue: int = Field(description="open, past a limit")
    reply_rate: Percent
    accepted_on_time_rate: Percent
    first_reply_on_time_rate: Percent
    on_time_rate: Percent
    satisfaction: Percent
    solved_rate: Percent
    median_hours: MedianHours
    figures: dict[str, int] = Field(description="every figure by its key")
    links: dict[str, str] = Field(description="the address of the list of exactly the threads of each figure")
    definitions: dict[str, str]
    closed_at: Instant | None = Field(description="when the department that was asked for was merged or closed")
    merged_into: str | None = Field(description="slug of the department into which it was merged")
    counted_until: Instant | None = Field(description="until when the log was read for these figures")


class Counted(BaseModel):
    """A thread behind a figure; the title is a placeholder where the public may not read it."""

    id: int
    title: str
    url: str | None
    status: str | None
    overdue: bool


class CountedThreads(BaseModel):
    items: list[Counted]
    next: str | None

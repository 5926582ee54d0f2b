"""Schemas of topics in the API."""

from pydantic import BaseModel, Field

from boards.channels.api.base_schemas import Asked, Instant, Limit


class TopicsAsked(Asked):
    limit: Limit = 30
    before: str | None = Field(None, max_length=80, description="cursor, as `next` gives it")


class TopicItem(BaseModel):
    slug: str
    title: str
    introduction: str
    threads: int = Field(description="threads in it that everybody may read")
    opened_at: Instant
    closed_at: Instant | None
    url: str


class Topics(BaseModel):
    items: list[TopicItem]
    next: str | None


class GatheredThread(BaseModel):
    id: int
    title: str
    status: str | None
    overdue: bool
    url: str


class TopicWithThreads(TopicItem):
    closed_text: str = Field(description="what came of it; '' while it is open")
    items: list[GatheredThread]
    next: str | None

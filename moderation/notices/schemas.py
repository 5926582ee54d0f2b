"""Schemas of notices in the API."""

from pydantic import BaseModel, Field

from boards.channels.api.base_schemas import Asked, Instant, Limit


class NoticesAsked(Asked):
    kind: str = Field("", max_length=20, description="warning, circular or urging")
    year: int | None = Field(None, ge=1, le=9999)
    department: str = Field("", max_length=40, description="slug")
    limit: Limit = 30
    before: str | None = Field(None, max_length=80, description="cursor, as `next` gives it")


class NoticeItem(BaseModel):
    id: int
    kind: str = Field(description="warning (网络舆情预警信息), circular (舆情抄告单) or urging (督办通知书)")
    number: str
    department: str
    thread: int
    title: str = Field(description="of the thread, as everybody may see it")
    issued_at: Instant
    feedback_due_at: Instant | None
    signed_at: Instant | None
    feedback_at: Instant | None
    closed_at: Instant | None
    closing: str | None = Field(description="done, stopped, rescheduled or supervisor")
    url: str
    pdf: str


class Notices(BaseModel):
    items: list[NoticeItem]
    next: str | None

"""What goes in and out of the calls for warnings and suspensions, as it stands in the OpenAPI document."""

from pydantic import BaseModel, Field

from boards.channels.api.base_schemas import Given, Instant


class Suspension(Given):
    until: str = Field(description="RFC 3339; without an offset it is local time")
    code: str
    reason: str


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

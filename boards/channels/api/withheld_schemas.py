"""What the API says of a post that is hidden or sealed."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from boards.channels.api.schemas import Instant


class Sealed(BaseModel):
    """Under which signed order a post is sealed; its text is given to nobody any more."""

    at: datetime
    order: str = Field(description="the order's number")
    authority: str = Field(description="office and name of who signed")
    ground: str = Field(description="the legal ground")
    signed_on: date


class Hidden(BaseModel):
    at: Instant
    by: str
    reason: str

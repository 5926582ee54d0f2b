"""What the API says of a sealed post."""

from datetime import date, datetime

from pydantic import BaseModel, Field


class Sealed(BaseModel):
    """Under which signed order a post is sealed; its text is given to nobody any more."""

    at: datetime
    order: str = Field(description="the order's number")
    authority: str = Field(description="office and name of who signed")
    ground: str = Field(description="the legal ground")
    signed_on: date

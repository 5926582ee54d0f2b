"""What the pages show of sealing and covering, finished. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from forum.messages import Message


@dataclass(frozen=True)
class Sealed:
    """The tombstone of a sealed post: under which signed order, whose, on what ground."""

    at: datetime
    order: int
    number: str
    name: str
    office: str
    ground: str
    signed_on: date

"""Page objects of mentions; as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Bearer:
    """Who bears a name, or bore it `until` then: a department (`office`) or an account, with its public page."""

    name: str
    url: str
    office: bool = False
    until: datetime | None = None


@dataclass(frozen=True)
class NamedPage:
    """`/named/NAME`: everybody who publicly bears the name or bore it."""

    name: str
    bearers: tuple[Bearer, ...]

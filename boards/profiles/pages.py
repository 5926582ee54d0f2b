"""Page objects of profiles; as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime

from forum.messages import Message


@dataclass(frozen=True)
class ProfilePost:
    """One post: `kind_label` is None for a plain reply, `url` leads to its floor."""

    title: Message | str
    url: str
    floor: int
    kind_label: Message | None
    office: str | None
    text: str
    at: datetime


@dataclass(frozen=True)
class ProfilePage:
    """`/users/ID`: newest posts first; `former` are (name, until when), the last first; `own` for the account's holder."""

    name: str
    portrait: str
    since: datetime
    former: tuple[tuple[str, datetime], ...]
    rows: tuple[ProfilePost, ...]
    own: bool = False
    older: str | None = None
    newest: str | None = None

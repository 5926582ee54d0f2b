"""What an old forum consists of, whichever program it ran. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Whether a thread or post was shown there. Those in the recycle bin and those never published are not imported."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    RECYCLED = "recycled"
    UNPUBLISHED = "unpublished"


@dataclass(frozen=True)
class Member:
    """An account; `official` when its user group answers for an office. `password` is its hash as forum.accounts.passwords reads it."""

    id: int
    name: str
    joined: int  # seconds since 1970 (UTC), as all times here
    official: bool = False
    password: str | None = None


@dataclass(frozen=True)
class Forum:
    """A board; `category` is the name of the block in which it stood."""

    id: int
    name: str
    category: str = ""
    description: str = ""


@dataclass(frozen=True)
class OldThread:
    """A thread; its first post has its text. `kind` is the name of its type there, `stamp` what was stamped on it."""

    id: int
    forum: int
    title: str
    state: State = State.SHOWN
    views: int = 0
    locked: bool = False
    moved_to: int | None = None
    kind: str = ""
    stamp: str = ""


@dataclass(frozen=True)
class OldPost:
    """A post. `position` is its floor, 0 where the forum kept none; `text` is as it was stored there."""

    id: int
    thread: int
    position: int
    author: int
    name: str
    at: int
    text: str
    title: str = ""
    state: State = State.SHOWN
    anonymous: bool = False
    html: bool = False
    plain: bool = False  # no BBCode in it


@dataclass(frozen=True)
class OldFile:
    """A file attached to a post."""

    id: int
    post: int
    name: str
    path: str
    description: str = ""

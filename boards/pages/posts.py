"""One floor of a thread; as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime

from boards.files.pages import FileView
from boards.rules.sealing import Sealed
from forum.messages import Message


@dataclass(frozen=True)
class Author:
    """An author, with role and department at the time of writing. `revealed` is an anonymous author's name, for moderators.

    `portrait` are the classes of the account's drawn portrait (forum.text.portraits); '' where all look the same: for
    anonymous authors, whose posts must not be linked by it, and for officials, who have an emblem; `profile` is the address of
    the account's profile, '' for the same ones. `closed`: the account is closed, and the name shown is not its own.
    """

    name: Message | str
    role: str
    role_label: Message
    department: str | None = None
    department_slug: str | None = None
    verified: bool = False
    anonymous: bool = False
    asker: bool = False
    revealed: Message | str | None = None
    portrait: str = ""
    profile: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Hidden:
    """The placeholder of a hidden post: `by` is the role that hid it; `waits` when it is held until a moderator decides."""

    at: datetime
    by: Message
    reason: Message | str | None
    waits: bool = False


@dataclass(frozen=True)
class Quote:
    """The post that is replied to: floor, author, and its beginning ('' when hidden or sealed); `thread` when it stands in another."""

    floor: int
    name: Message | str
    excerpt: str
    thread: int | None = None
    sealed: bool = False


@dataclass(frozen=True)
class Gap:
    """A floor whose post was moved to another thread; `url` leads there."""

    floor: int
    url: str
    gone: bool = True


@dataclass(frozen=True)
class PostView:
    """One floor. `html` is None when hidden from this reader, and for everybody once it is sealed.

    `can` holds reply, edit, hide, restore, cover, seal, sanction, report, and open for the originals of blurred pictures.

    `first_thread` and `first_floor` are where it was written; `anchor` is the floor in the page's address, when not its own.
    """

    id: int
    floor: int
    floor_label: Message
    author: Author
    kind: str
    kind_label: Message | None
    html: str | None
    created_at: datetime
    revision: int
    official: bool = False
    quote: Quote | None = None
    hidden: Hidden | None = None
    depth: int = 0
    unseen: int = 0
    can: frozenset[str] = frozenset()
    text: str | None = None
    parent: int | None = None
    path: str = ""
    commitment: str = ""
    rendering: int = 1
    first_thread: int = 0
    first_floor: int = 0
    moved_here: bool = False
    sealed: Sealed | None = None
    anchor: int | None = None
    gone: bool = False
    files: tuple[FileView, ...] = ()

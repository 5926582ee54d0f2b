"""Page objects of the private messages about a case; boards.pages.parts describes the types of links and labels."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.parts import Link
from boards.rules.offices.contact import Side
from forum.messages import Message


@dataclass(frozen=True)
class MessageView:
    """One message. `text` is None once the asker has closed his account; `phone_shared`: the asker shared a number with it."""

    side: Side
    text: str | None
    at: datetime
    phone_shared: bool


@dataclass(frozen=True)
class Conversation:
    """The messages between the asker and one department, the oldest first.

    `current`: the department holds the case; `may_share`: the viewer can let the one that holds it read this.
    `readers` are the departments that may read it besides.
    """

    department: int
    name: str
    current: bool
    messages: tuple[MessageView, ...]
    readers: tuple[str, ...] = ()
    may_share: bool = False


@dataclass(frozen=True)
class LookView:
    """That somebody was shown the asker's number (`phone`) or, a moderator, the messages, at a time and for a reason."""

    at: datetime
    phone: bool
    by: str | Message
    reason: str


@dataclass(frozen=True)
class ContactPage:
    """`/threads/ID/contact`. `side` is the viewer's, None for who only reads; `refusal` says why he cannot write now.

    `closed`: a moderator has not said yet why he reads this. `office` holds the case. `own_phone` is the asker's own number,
    masked; `shared_phone` the one that the department may be shown, masked; `shares_phone`: some department was given it.
    """

    thread: Link
    breadcrumb: tuple[Link, ...]
    url: str
    side: Side | None
    office: str
    conversations: tuple[Conversation, ...]
    looks: tuple[LookView, ...]
    refusal: Message | None
    closed: bool = False
    own_phone: str | None = None
    shared_phone: str | None = None
    shares_phone: bool = False

"""The page object of the moderators' search. Pure."""

from dataclasses import dataclass, field
from datetime import datetime

from boards.pages.parts import Badge, Link
from boards.pages.posts import Author
from forum.messages import Message
from search.concealed.states import STATE_LABELS, State
from search.ranking.passages import Piece


@dataclass(frozen=True)
class Concealment:
    """Why, by whom and when a post was concealed. `by` is an office or the system, `name` the person where one is known.

    `words` are those of the word list because of which it waits; `page` is where it can be decided on or read up.
    """

    state: State
    label: Message
    why: Message | str | None
    by: Message | str
    at: datetime
    name: str | None = None
    words: tuple[str, ...] = ()
    page: Link | None = None


@dataclass(frozen=True)
class ConcealedHit:
    """A post that is not public. `passage` is empty once its text is sealed, whoever asks."""

    url: str
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]
    floor_label: Message
    board: Link
    badge: Badge | None
    author: Author
    created_at: datetime
    concealed: Concealment


@dataclass(frozen=True)
class ConcealedPage:
    """`/moderation/search`: newest first. `looked_at` posts were compared; `back_to` is when the last of them was written.

    `following` goes on with older posts; there may be none among them.
    """

    q: str = ""
    state: str = ""
    hits: tuple[ConcealedHit, ...] = ()
    notes: tuple[Message, ...] = ()
    looked_at: int = 0
    back_to: datetime | None = None
    full: bool = False
    following: str | None = None
    first: str | None = None
    states: dict[State, Message] = field(default_factory=lambda: STATE_LABELS)

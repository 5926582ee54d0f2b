"""What the results page shows, finished. Pure."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.parts import Badge, Filter, Link
from boards.pages.posts import Author
from forum.messages import Message
from search.query.request import SearchRequest


@dataclass(frozen=True)
class Hit:
    """One result. `title` and `passage` are search.ranking.passages.Piece; `others` counts further hits in the same thread.

    `again` holds the Hits of threads in which the same question was sent again.
    """

    thread: int
    post: int
    floor: int
    floor_label: Message
    url: str
    title: tuple
    passage: tuple
    board: Link
    badge: Badge | None
    status: str | None
    author: Author
    official: bool
    created_at: datetime
    others: int = 0
    again: tuple = ()


@dataclass(frozen=True)
class SearchPage:
    """`/search`. `more` when there are more than `total`; `rebuilding` is how many percent of the index are there;
    from `until` on it is out of date, though nothing may have happened: a case in it becomes overdue, or the index could not be read.

    `status_names` and `kind_names` are (value, label) pairs for the form; `unfiltered` is the search without it.
    """

    asked: SearchRequest
    hits: tuple[Hit, ...] = ()
    total: int = 0
    more: bool = False
    notes: tuple[Message, ...] = ()
    statuses: tuple[Filter, ...] = ()
    boards: tuple[Filter, ...] = ()
    kinds: tuple[Filter, ...] = ()
    sorts: tuple[Filter, ...] = ()
    following: str | None = None
    first_page: str | None = None
    rebuilding: int | None = None
    loose: bool = False
    empty: bool = False
    until: datetime | None = None
    status_names: tuple = ()
    kind_names: tuple = ()
    unfiltered: str = ""

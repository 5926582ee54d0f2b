"""The page object of the results page. Pure."""

from dataclasses import dataclass
from datetime import datetime

from boards.pages.parts import Badge, Filter, Link
from boards.pages.posts import Author
from forum.messages import Message
from search.query.request import SearchRequest
from search.ranking.passages import Piece


@dataclass(frozen=True)
class Hit:
    """One result; `others` counts further hits in the same thread.

    `again` holds the Hits of threads in which the same question was sent again.
    """

    thread: int
    post: int
    floor: int
    floor_label: Message
    url: str
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]
    board: Link
    badge: Badge | None
    status: str | None
    author: Author
    official: bool
    created_at: datetime
    others: int = 0
    again: tuple["Hit", ...] = ()


@dataclass(frozen=True)
class SearchPage:
    """`/search`. `more` when there are more results than `total`; `rebuilding` is the percentage of the index that is filled.

    From `until` on the page is out of date although the log has no new entry: a case becomes overdue, or the index could not be read.
    `numberless` is the same search without its numbers when nothing was found with them.
    `unfiltered` is the search without the form.
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
    unfiltered: str = ""
    numberless: Link | None = None

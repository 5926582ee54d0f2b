"""What a search finds as a feed, the newest posts first."""

from collections.abc import Iterable
from datetime import datetime

from boards.channels.feeds.changes import last_changes
from boards.channels.feeds.pages import OFFICIAL, Feed, FeedCategory, FeedEntry, FeedPart
from forum.i18n.languages import translate
from forum.messages import M
from search.pages import Hit, SearchPage
from search.query import filters
from search.query.request import SearchRequest
from search.ranking.passages import Piece

MOST = 30


def search_feed(page: SearchPage) -> Feed:
    """The Feed of a SearchPage that is sorted by date."""
    changes = last_changes([hit.post for hit in page.hits])
    return Feed(
        path=feed_path(page.asked),
        page=_address(page.asked),
        title=M("搜索：%(q)s", q=page.asked.q),
        entries=tuple(_entry(hit, changes.get(hit.post, hit.created_at)) for hit in page.hits),
    )


def feed_path(asked: SearchRequest) -> str:
    """The path of the feed of a search: its filters are kept, its order is by date."""
    return "/feeds/search.atom" + _address(asked).removeprefix("/search").rstrip("?")


def _address(asked: SearchRequest) -> str:
    plain = {name: filters.DEFAULTS[name] for name in ("sort", "limit")}
    return filters.url(asked, **plain)


def _entry(hit: Hit, updated: datetime) -> FeedEntry:
    board = hit.board
    categories = [FeedCategory(f"board/{board.url.rpartition('/')[2]}", board.label)]
    return FeedEntry(
        id=f"/posts/{hit.post}",
        url=f"/posts/{hit.post}",
        title=M("%(title)s，%(floor)s", title=_words(hit.title), floor=hit.floor_label),
        published=hit.created_at,
        updated=updated,
        author=hit.author.name,
        categories=(*categories, OFFICIAL) if hit.official else tuple(categories),
        parts=(FeedPart(text=_words(hit.passage)),),
    )


def _words(pieces: Iterable[Piece]) -> str:
    return "".join(translate(piece.text) for piece in pieces)

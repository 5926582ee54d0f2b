"""The moderators' search: compares posts that are not public with a query, newest first, a fixed number for each page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import peewee

from boards.clocks.city import City
from boards.models.orders import SealOrder
from boards.models.threads import Department, Post, Revision, Thread
from boards.models.words import HeldPost
from boards.pages.parts import Link
from boards.queries.parts import shown
from boards.queries.parts.badges import badge
from boards.queries.parts.people import author, author_columns
from boards.rules import access
from boards.rules.floors import floor_label
from forum.clock import midnight
from forum.roles import Actor
from forum.store.cursors import NUMBER, Cursor
from search.concealed import matching
from search.concealed.pages import ConcealedHit, ConcealedPage
from search.concealed.posts import ConcealedPost, concealed_posts
from search.concealed.reasons import Entries, concealment, entries_of
from search.query import filters, language
from search.query.language import Query
from search.ranking import passages

PATH = "/moderation/search"
PAGE = 10
MOST_POSTS = 500  # that are looked at for one page
MOST_OCTETS = 200_000  # of the texts that are read of them, some 66,000 Chinese characters
CURSOR = Cursor[int](NUMBER)


@dataclass(frozen=True)
class Search:
    """One search: the query, a State or '' for all, and for whom and when it is made."""

    query: Query
    state: str
    places: filters.Places
    viewer: Actor
    now: datetime
    city: City


@dataclass(frozen=True)
class Looked:
    """What was found among the posts that were looked at: `last` is the oldest of these, `more` when there are older ones."""

    hits: Sequence[ConcealedPost]
    number: int
    last: ConcealedPost | None
    more: bool


def concealed_page(q: str, state: str, at: str, viewer: Actor, now: datetime, city: City) -> ConcealedPage:
    """The ConcealedPage of a query, for one State or '' for all, from the cursor `at` on; raises Malformed for an invalid one."""
    query, places = language.parse(q, matching.cut), filters.Places()
    before = CURSOR.decode(at)[0] if at else None
    search = Search(query, state, places, viewer, now, city)
    looked = _look(search, concealed_posts(viewer, now, before, MOST_POSTS + 1))
    return ConcealedPage(
        q=q,
        state=state,
        hits=_hits(looked.hits, search),
        notes=(*query.notes, *filters.unknown_names(query.filters, places)),
        looked_at=looked.number,
        back_to=looked.last.created_at if looked.last else None,
        full=len(looked.hits) == PAGE,
        following=_url(q, state, CURSOR.encode(looked.last.id)) if looked.more and looked.last else None,
        first=_url(q, state) if at else None,
    )


def _url(q: str, state: str, at: str = "") -> str:
    given = {name: value for name, value in (("q", q), ("state", state), ("at", at)) if value}
    return f"{PATH}?{urlencode(given)}" if given else PATH


def _look(search: Search, posts: list[ConcealedPost]) -> Looked:
    """Compares `posts` until a page is full or so many were looked at that the next page must go on."""
    query, window = search.query, posts[:MOST_POSTS]
    fitting = filters.filter_candidates(_fitting(window, search), query.filters, search.places)
    passing = {post.id for post in fitting}
    window = _within_octets(window, passing)
    texts = _texts([post.id for post in window if post.id in passing]) if query.groups or query.without else {}
    matches, hits = matching.matcher(query), []
    for number, post in enumerate(window, 1):
        if post.id in passing and (not texts or matches(*texts[post.id])):
            hits.append(post)
        if len(hits) == PAGE:
            return Looked(hits, number, post, number < len(posts))
    return Looked(hits, len(window), window[-1] if window else None, len(window) < len(posts))


def _within_octets(posts: list[ConcealedPost], read: set[int]) -> list[ConcealedPost]:
    """The first of `posts`, as far as the texts of those in `read` have MOST_OCTETS together; at least one that is read."""
    octets = 0
    for number, post in enumerate(posts):
        if post.id in read:
            if octets and octets + post.octets > MOST_OCTETS:
                return posts[:number]
            octets += post.octets
    return posts


def _fitting(posts: Iterable[ConcealedPost], search: Search) -> list[ConcealedPost]:
    """The posts of the State, of the named authors, and written on the days that the query allows."""
    query, city, state = search.query, search.city, search.state
    first = midnight(query.after + timedelta(days=1), city.timezone) if query.after else None
    last = midnight(query.before, city.timezone) if query.before else None
    names = query.filters.get("author")
    return [
        post
        for post in posts
        if (not state or post.state == state)
        and (not names or post.author in names)
        and (first is None or post.created_at >= first)
        and (last is None or post.created_at < last)
    ]


def _texts(posts: list[int]) -> dict[int, tuple[str, str]]:
    """{post: (title, text)} as they may be shown, the title with a thread's first floor only."""
    rows = (
        Post.select(Post.id, Post.place_floor, shown.title_column(), shown.text_column())
        .join(Thread, on=Thread.id == Post.place_thread)
        .join_from(Post, Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .where(Post.id.in_(posts))
    )
    return {post: (title if floor == 1 else "", text) for post, floor, title, text in rows.tuples()} if posts else {}


def _hits(posts: Sequence[ConcealedPost], search: Search) -> tuple[ConcealedHit, ...]:
    if not posts:
        return ()
    rows = {row["id"]: row for row in _rows([post.id for post in posts]).dicts()}
    entries = entries_of((post.id, post.thread) for post in posts)
    pattern = matching.finder(search.query.groups)
    return tuple(_hit(post, rows[post.id], entries, pattern, search) for post in posts)


def _rows(posts: list[int]) -> Any:
    return (
        Post.select(
            Post.id,
            Post.place_thread.alias("thread"),
            *author_columns(Post),
            Post.created_at,
            Post.hidden_at,
            Post.hidden_role,
            Post.hidden_reason,
            Post.hidden_code,
            Post.hidden_whole,
            shown.title_column(),
            Thread.hidden.alias("title_hidden"),
            Thread.author.alias("asker"),
            Thread.next_due_at,
            shown.text_column(),
            Department.short.alias("department_short"),
            Department.slug.alias("department_slug"),
            *shown.columns_of_order(),
            HeldPost.words,
        )
        .join(Thread, on=Thread.id == Post.place_thread)
        .join_from(Post, Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .join_from(Post, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Post.department)
        .join_from(Post, SealOrder, peewee.JOIN.LEFT_OUTER, on=SealOrder.id == Post.seal_order_id)
        .join_from(
            Post, HeldPost, peewee.JOIN.LEFT_OUTER, on=(HeldPost.post == Post.id) & HeldPost.decided_at.is_null()
        )
        .where(Post.id.in_(posts))
    )


def _hit(post: ConcealedPost, row: Mapping[str, Any], entries: Entries, pattern: Any, search: Search) -> ConcealedHit:
    board = search.places.by_id[post.board]
    hidden = row["title_hidden"] and not access.may_see_hidden(search.viewer, row["asker"])
    title = shown.visible_title(row["title"], hidden)
    return ConcealedHit(
        url=f"/threads/{post.thread}/floors/{post.floor}",
        title=passages.marked(title, pattern) if isinstance(title, str) else (passages.Piece(title),),
        passage=passages.passage(row["text"], pattern),
        floor_label=floor_label(post.floor),
        board=Link(board.name, f"/boards/{board.slug}"),
        badge=badge(post.status, row["next_due_at"], search.now),
        author=author(search.viewer, row),
        created_at=post.created_at,
        concealed=concealment(post.state, row, entries, search.city.timezone),
    )

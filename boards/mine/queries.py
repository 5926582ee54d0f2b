"""Replies to the viewer's posts, and the boards and departments that he watches, each in a fixed number of statements."""

from collections.abc import Mapping
from typing import Any

import peewee

from boards.mine.pages import PlaceRow, PlacesPage, RepliesPage, ReplyRow
from boards.mine.questions import ratings_due
from boards.models.notifications import PlaceWatch
from boards.models.threads import PUBLIC, Board, Category, Department, Post, Revision, Thread
from boards.pages.parts import Link
from boards.queries.parts import shown
from boards.queries.parts.people import author, author_columns
from boards.queries.parts.places import floor_address
from boards.queries.parts.watches import read_by
from forum.messages import M
from forum.roles import Actor
from forum.store.cursors import NUMBER, Cursor
from forum.text.checks import excerpt

PAGE = 20
EXCERPT = 160  # characters of a reply
CURSOR = Cursor[int](NUMBER)
Answered = Post.alias("answered")


def replies_page(viewer: Actor, before: str | None = None) -> RepliesPage:
    """The RepliesPage of `viewer`, from the one before the cursor `before` on; raises Malformed for a bad cursor."""
    rows = _replies(viewer).order_by(Post.id.desc()).limit(PAGE + 1)
    found = list((rows.where(Post.id < CURSOR.decode(before)[0]) if before else rows).dicts())
    return RepliesPage(
        rows=tuple(_reply(row, viewer) for row in found[:PAGE]),
        due=ratings_due(viewer),
        older=f"/my/replies?before={CURSOR.encode(found[PAGE - 1]['id'])}" if len(found) > PAGE else None,
        newest="/my/replies" if before else None,
    )


def places_page(viewer: Actor) -> PlacesPage:
    """The PlacesPage of `viewer`; the number of rows is limited by boards.mine.actions.MOST_PLACES."""
    rows = (
        PlaceWatch.select(
            PlaceWatch.board.alias("board_id"),
            Board.slug,
            Board.name,
            Department.slug.alias("unit_slug"),
            Department.name.alias("unit_name"),
            Board.last_at,
            Thread.id.alias("last"),
            shown.title_column(),
            Thread.hidden,
        )
        .join(Department, peewee.JOIN.LEFT_OUTER, on=PlaceWatch.department == Department.id)
        .join_from(PlaceWatch, Board, peewee.JOIN.LEFT_OUTER, on=_board_of())
        .join_from(Board, Category, peewee.JOIN.LEFT_OUTER)
        .join_from(Board, Thread, peewee.JOIN.LEFT_OUTER, on=Thread.id == Board.last_thread_id)
        .where(PlaceWatch.account == viewer.account)
        .order_by(PlaceWatch.board.is_null(), Category.position, Board.position, PlaceWatch.id)
    )
    return PlacesPage(tuple(map(_place, rows.dicts())), ratings_due(viewer))


def _board_of() -> Any:
    """The board that is watched, or the watched department's."""
    return (PlaceWatch.board == Board.id) | (PlaceWatch.department == Board.department)


def _replies(viewer: Actor) -> Any:
    """The posts of others that answer one of the viewer's, where he may see them."""
    seen = Post.hidden_at.is_null() & Post.seal_order_id.is_null() & (PUBLIC | (Thread.author == viewer.account))
    return (
        Post.select(
            Post.id,
            Post.place_floor,
            Post.created_at,
            *author_columns(Post),
            Post.department_name.alias("department_short"),
            Department.slug.alias("department_slug"),
            shown.excerpt_column(EXCERPT + 1),
            Thread.id.alias("thread_id"),
            shown.title_column(),
            Thread.hidden,
            Thread.author.alias("thread_author"),
            read_by(viewer.account),
        )
        .join(Answered, on=Post.parent == Answered.id)
        .join_from(Post, Thread, on=Thread.id == Post.place_thread)
        .join_from(Post, Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .join_from(Post, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Post.department)
        .where(Answered.author == viewer.account, Post.author != viewer.account, seen, ~Thread.withheld)
    )


def _reply(row: Mapping[str, Any], viewer: Actor) -> ReplyRow:
    floor, hidden = row["place_floor"], row["hidden"] and row["thread_author"] != viewer.account
    return ReplyRow(
        author=author(viewer, row),
        title=shown.visible_title(row["title"], hidden),
        url=floor_address(row["thread_id"], floor),
        floor=floor,
        text=excerpt(row["text"], EXCERPT),
        at=row["created_at"],
        fresh=row["read_to"] is not None and floor > row["read_to"],
    )


def _place(row: Mapping[str, Any]) -> PlaceRow:
    board = row["board_id"] is not None
    path = f"/boards/{row['slug']}" if board else f"/departments/{row['unit_slug']}"
    return PlaceRow(
        place=Link(row["name"] if board else row["unit_name"], path),
        kind=M("版块") if board else M("部门"),
        unwatch=f"{path}/unwatch",
        last=Link(shown.visible_title(row["title"], row["hidden"]), f"/threads/{row['last']}") if row["last"] else None,
        last_at=row["last_at"] if row["last"] else None,
    )

"""Reads posts from the database as documents for an index: only what is public."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import peewee

from boards.models.threads import PUBLIC, Post, Revision, Thread
from boards.queries.parts import shown
from boards.queries.parts.people import author_columns
from forum.accounts.models import Account
from forum.store import db
from search.engines.base import Document


def documents_of(posts: Collection[int]) -> tuple[list[Document], list[int]]:
    """(documents, gone) of some post ids: a Document for each public post, and the ids of the others."""
    rows = {row["id"]: row for row in _public().where(Post.id.in_(list(posts))).dicts()}
    return [_document(row) for row in rows.values()], [post for post in posts if post not in rows]


def documents_after(post: int, limit: int) -> tuple[list[Document], int | None]:
    """(documents, last): those of at most `limit` posts with ids above `post`, and the last id read, None at the end."""
    numbers = [id for (id,) in Post.select(Post.id).where(Post.id > post).order_by(Post.id).limit(limit).tuples()]
    return documents_of(numbers)[0], numbers[-1] if numbers else None


def posts_of(thread: int, after: int, limit: int) -> list[tuple[int, int]]:
    """(id, floor) of at most `limit` posts of a thread after floor `after`."""
    rows = Post.select(Post.id, Post.place_floor).where(Post.place_thread == thread, Post.place_floor > after)
    return list(rows.order_by(Post.place_floor).limit(limit).tuples())


def posts_by(public_id: str, after: int, limit: int) -> list[tuple[int, int]]:
    """(id, id) of at most `limit` posts of the account with that public id, after the post `after`."""
    rows = Post.select(Post.id, Post.id).join(Account, on=Account.id == Post.author)
    return list(rows.where(Account.public_id == public_id, Post.id > after).order_by(Post.id).limit(limit).tuples())


def texts_of(threads: Mapping[int, Iterable[int]]) -> dict[int, list[str]]:
    """{thread: public texts} for {thread: ids of some of its posts}: first the title with the first post, then these posts."""
    found = [post for posts in threads.values() for post in posts]
    rows = _public().where(Post.id.in_(found) | (Post.place_thread.in_(list(threads)) & (Post.place_floor == 1)))
    columns = Post.place_thread, Post.place_floor, shown.title_column(), shown.text_column()
    texts: dict[int, list[str]] = {}
    for thread, floor, title, text in rows.select(*columns).order_by(Post.place_thread, Post.place_floor).tuples():
        texts.setdefault(thread, []).append(f"{title}\n{text}" if floor == 1 else text)
    return texts


def questions_of(threads: Iterable[int]) -> dict[int, tuple[str, str]]:
    """{thread: (title, text of the first post)} of the public ones."""
    return {thread: (title, text) for thread, title, text in _questions(*threads)}


@db.composed
def _questions(*threads: Any) -> Any:
    first = _public().where(Post.place_thread.in_(threads), Post.place_floor == 1)
    return first.select(Post.place_thread, shown.title_column(), shown.text_column()).tuples()


def count() -> int:
    """The approximate number of posts: the highest id."""
    return Post.select(peewee.fn.MAX(Post.id)).scalar() or 0


def _public() -> Any:
    return (
        Post.select(
            Post.id,
            Post.place_floor.alias("floor"),
            *author_columns(Post),
            Post.created_at,
            Thread.board.alias("board_id"),
            Thread.kind,
            shown.title_column(),
            shown.text_column(),
        )
        .join(Thread, on=Thread.id == Post.place_thread)
        .join_from(Post, Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .where(PUBLIC, Post.hidden_at.is_null(), Post.seal_order_id.is_null())
    )


def _document(row: Mapping[str, Any]) -> Document:
    return Document(
        id=row["id"],
        board=row["board_id"],
        kind=row["kind"] or "",
        author="" if row["anonymous"] else row["author_name"],
        created=int(row["created_at"].timestamp()),
        title=row["title"] if row["floor"] == 1 else "",
        text=row["text"],
    )

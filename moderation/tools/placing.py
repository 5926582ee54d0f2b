"""Moving posts to another thread by append-only placements; shared by merging and splitting. Call inside a transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import peewee

from boards.actions.steps.recording import name_in_lists
from boards.models.moderation import Placement
from boards.models.threads import Post, Thread
from boards.queries.parts.people import public_name
from boards.rules.floors import floors_along, path_along
from forum.roles import ActingRole, Actor, Role
from forum.store import log
from forum.store.log import Deed

CHUNK = 200  # rows of one INSERT


def posts_in(thread: Thread) -> Any:
    """The posts that are placed in a thread, by floor."""
    return Post.select().where(Post.place_thread == thread.id).order_by(Post.place_floor)


def place_posts(posts: Iterable[Post], thread: Thread, *, actor: Actor, now: datetime) -> int:
    """Put `posts` on the next floors of `thread`, in this order; returns the first of them. Replies stay below the posts that they answer.

    Each post gets a log entry with its new place, so that the audit of the ledger can find it there.
    """
    posts = list(posts)
    first = Thread.select(Thread.floors).where(Thread.id == thread.id).scalar() + 1
    floors = {post.place_floor: floor for floor, post in enumerate(posts, first)}
    rows = (_row(post, thread, floors, now) for post in posts)
    for chunk in peewee.chunked(rows, CHUNK):
        Placement.insert_many(chunk).execute()
    _follow(thread, first)
    for post in posts:
        place = f"{thread.id}/{floors[post.place_floor]}"
        log.record(
            Deed.POST_PLACE,
            ("post", post.id),
            actor=actor,
            now=now,
            acting_role=ActingRole(Role.MODERATOR),
            post=post.id,
            place=place,
        )
    Thread.update(floors=Thread.floors + len(posts)).where(Thread.id == thread.id).execute()
    Thread.update(moved_out=Thread.moved_out + len(posts)).where(Thread.id == posts[0].place_thread).execute()
    return first


def update_last_post(thread: Thread) -> None:
    """Set a thread's last_at and last_name to those of the latest post in it."""
    newest = (
        Post.select().where(Post.place_thread == thread.id).order_by(Post.created_at.desc(), Post.id.desc()).first()
    )
    if newest:
        name = name_in_lists(Actor(name=str(public_name(newest))), newest.anonymous)
        Thread.update(last_at=newest.created_at, last_name=name).where(Thread.id == thread.id).execute()


def _row(post, thread, floors, now):
    along = [floors[floor] for floor in floors_along(post.place_path) if floor in floors]
    return {
        "post": post.id,
        "thread": thread.id,
        "floor": floors[post.place_floor],
        "path": path_along(along),
        "from_thread": post.place_thread,
        "from_floor": post.place_floor,
        "at": now,
    }


def _follow(thread, first):
    """Set the place of the posts whose new placements begin at floor `first`."""
    new = (Placement.thread == thread.id) & (Placement.floor >= first)
    place = [
        Placement.select(column).where(new, Placement.post == Post.id) for column in (Placement.floor, Placement.path)
    ]
    moved = Post.update(place_thread=thread.id, place_floor=place[0], place_path=place[1])
    moved.where(Post.id.in_(Placement.select(Placement.post).where(new))).execute()

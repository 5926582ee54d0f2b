"""The rows of the files: every public thread and its posts, as guests see them, read in batches of bounded size."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Any

import peewee

from boards.models.threads import LISTED, Board, Department, Post, Thread
from boards.pages.outside import not_shown
from boards.queries.parts import shown
from boards.queries.thread.posts import post_view, posts_with_text
from forum.i18n.formats import iso
from forum.i18n.languages import SOURCE, in_language
from forum.messages import Message
from forum.roles import GUEST
from forum.tables.spreadsheets import harmless

AT_ONCE = 200  # threads or posts of one statement
Lead = Department.alias("lead")

THREAD = ("thread", "url", "title", "board", "department", "kind", "status", "channel", "created_at", "supports")
POST = ("thread", "floor", "kind", "role", "department", "created_at", "revision", "withheld", "text")
HEADINGS = (*THREAD, *(name if name == "floor" else f"post_{name}" for name in POST[1:]))

Row = dict[str, Any]


def rows(site: str, zone: tzinfo) -> Iterator[tuple[str, Row]]:
    """("thread" or "post", row): each thread, oldest first, before its posts."""
    last = 0
    while found := _threads(last):
        for row in found:
            yield "thread", _thread(row, site, zone)
            yield from (("post", post) for post in _posts_of(row["id"], zone))
        last = found[-1]["id"]


def csv_row(thread: Row, post: Row) -> list[Any]:
    """A row of the table: the post with its thread; no text begins a formula."""
    cells = [*(thread[name] for name in THREAD), *(post[name] for name in POST[1:])]
    return [harmless(cell) if isinstance(cell, str) else cell for cell in cells]


def _threads(after: int) -> Sequence[Row]:
    found = (
        Thread.select(
            Thread.id,
            shown.title_column(),
            Thread.hidden,
            Board.slug.alias("board"),
            Lead.slug.alias("department"),
            Thread.kind,
            Thread.status,
            Thread.channel,
            Thread.created_at,
            Thread.supports,
        )
        .join(Board)
        .join_from(Thread, Lead, peewee.JOIN.LEFT_OUTER, on=Lead.id == Thread.department)
        .where(LISTED, Thread.id > after)
    )
    return list(found.order_by(Thread.id).limit(AT_ONCE).dicts())


def _thread(row: Row, site: str, zone: tzinfo) -> Row:
    return {
        "thread": row["id"],
        "url": f"{site}/threads/{row['id']}",
        "title": _chinese(shown.visible_title(row["title"], row["hidden"])),
        "board": row["board"],
        "department": row["department"],
        "kind": row["kind"],
        "status": row["status"],
        "channel": row["channel"],
        "created_at": iso(row["created_at"], zone),
        "supports": row["supports"],
    }


def _posts_of(thread: int, zone: tzinfo) -> Iterator[Row]:
    floor = 0
    while found := _posts(thread, floor):
        yield from (_post(row, thread, zone) for row in found)
        floor = found[-1]["floor"]


def _posts(thread: int, after: int) -> list[Row]:
    rows = posts_with_text().where(Post.place_thread == thread, Post.place_floor > after)
    return list(rows.order_by(Post.place_floor).limit(AT_ONCE).dicts())


def _post(row: Row, thread: int, zone: tzinfo) -> Row:
    view = post_view(row, GUEST, Thread(id=thread))
    withheld = not_shown(view)
    return {
        "thread": thread,
        "floor": view.floor,
        "kind": view.kind,
        "role": view.author.role,
        "department": view.author.department_slug,
        "created_at": iso(view.created_at, zone),
        "revision": view.revision,
        "withheld": _chinese(withheld) if withheld else None,
        "text": None if withheld else view.text,
    }


def _chinese(said: Message | str) -> str:
    return in_language(said, SOURCE) if isinstance(said, Message) else said

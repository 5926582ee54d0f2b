"""Feeds of questions, the newest first, with the official answer below each: of the site, a board, a category, a department.

What was hidden stays as a placeholder, so that readers that have fetched its text replace it; what waits was never public.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import peewee

from boards.channels.feeds.changes import last_changes
from boards.channels.feeds.pages import OFFICIAL, Feed, FeedCategory, FeedEntry, FeedPart, part_of_post
from boards.models.threads import LISTED, Board, Category, Post, Thread
from boards.pages.outside import heading_of
from boards.pages.posts import PostView
from boards.queries.lists.board import get_board
from boards.queries.lists.departments import get_department
from boards.queries.parts import shown
from boards.queries.thread.answers import OFFICIAL_ANSWERS, by_weight
from boards.queries.thread.posts import post_view, posts_with_text
from boards.rules.labels import KIND_LABELS, STATUS_LABELS
from boards.rules.status import Status
from boards.rules.text.word_list import BY_THE_SYSTEM
from forum.messages import M
from forum.problems import NotFound
from forum.roles import GUEST
from forum.store.db import composed

MOST = 30
READ = 10 * MOST  # the newest of a department, of which some are not public
NEWEST = Thread.created_at.desc(), Thread.id.desc()


def site_feed() -> Feed:
    """The Feed of all boards."""
    ids = Thread.select(Thread.id).where(LISTED).order_by(*NEWEST).limit(MOST)
    return Feed("/feeds/site.atom", "/threads", M("最新主题"), _entries(ids.tuples()))


def board_feed(slug: str) -> Feed:
    """The Feed of a board; raises NotFound."""
    board = get_board(slug)
    return Feed(f"/feeds/boards/{slug}.atom", f"/boards/{slug}", board.name, _entries(_of_boards(board.id)))


def category_feed(category_id: int) -> Feed:
    """The Feed of the boards of a category; raises NotFound."""
    rows = list(Category.select(Category.name, Board.id).join(Board).where(Category.id == category_id).tuples())
    if not rows:
        raise NotFound(M("没有这个分类。"))
    path, page = f"/feeds/categories/{category_id}.atom", f"/boards#category-{category_id}"
    return Feed(path, page, rows[0][0], _entries(_of_boards(*(board for _, board in rows))))


def department_feed(slug: str) -> Feed:
    """The Feed of the questions that a department leads; raises NotFound."""
    office = get_department(slug)
    newest = Thread.select(Thread.id).where(Thread.department == office.id).order_by(Thread.id.desc()).limit(READ)
    return Feed(f"/feeds/departments/{slug}.atom", f"/departments/{slug}", office.name, _entries(newest.tuples()))


@composed
def _of_boards(*boards):
    """The newest of each board by its index, since a category's newest are among them."""
    parts = [_of_board(board) for board in boards]
    for part in parts[1:]:
        parts[0] = parts[0].union_all(part)
    return Thread.select(Thread.id).where(Thread.id.in_(parts[0])).tuples()


def _of_board(board):
    limited = (
        Thread.select(Thread.id).where(Thread.board == board, LISTED).order_by(*NEWEST).limit(MOST).alias("newest")
    )
    return peewee.Select([limited], [limited.c.id])  # SQLite takes no LIMIT in a part of a UNION


def _entries(rows):
    rows = list(_questions([thread for (thread,) in rows]).dicts())
    answers = _answers([row["thread"] for row in rows])
    changes = last_changes([row["id"] for row in rows] + [answer.id for answer in answers.values()])
    return tuple(_entry(row, answers.get(row["thread"]), changes) for row in rows)


def _questions(threads: Collection[int]) -> peewee.ModelSelect:
    waits = Post.hidden_role == BY_THE_SYSTEM
    return (
        posts_with_text()
        .select_extend(
            Thread.id.alias("thread"),
            shown.title_column(),
            Thread.hidden,
            Thread.kind.alias("thread_kind"),
            Thread.status,
            Board.slug.alias("board_slug"),
            Board.name.alias("board_name"),
        )
        .join_from(Post, Thread, on=Thread.id == Post.place_thread)
        .join_from(Thread, Board)
        .where(Thread.id.in_(threads), LISTED, Post.place_floor == 1, Post.hidden_at.is_null() | ~waits)
        .order_by(*NEWEST)
        .limit(MOST)
    )


def _answers(threads: Collection[int]) -> dict[int, PostView]:
    """{thread: its official answer} of those that have one."""
    rows = (
        posts_with_text()
        .select_extend(Post.place_thread.alias("stands_in"))
        .where(Post.place_thread.in_(threads), Post.kind.in_(OFFICIAL_ANSWERS))
        .order_by(*by_weight())
    )
    found: dict[int, PostView] = {}
    for row in rows.dicts():
        found.setdefault(row["stands_in"], _view(row, row["stands_in"]))
    return found


def _view(row: dict[str, Any], thread: int) -> PostView:
    return post_view(row, GUEST, Thread(id=thread))


def _entry(row, answer, changes):
    question = _view(row, row["thread"])
    told = (question, answer) if answer else (question,)
    return FeedEntry(
        id=f"/threads/{row['thread']}",
        url=f"/threads/{row['thread']}",
        title=shown.visible_title(row["title"], row["hidden"]),
        published=question.created_at,
        updated=max(_changed(post, changes) for post in told),
        author=question.author.name,
        categories=tuple(_categories(row, answer)),
        parts=(part_of_post(question), *_answered(answer)),
    )


def _changed(post: PostView, changes: dict[int, datetime]) -> datetime:
    return changes.get(post.id, post.created_at)


def _answered(answer: PostView | None) -> tuple[FeedPart, ...]:
    return (part_of_post(answer, heading_of(answer)),) if answer else ()


def _categories(row, answer):
    yield FeedCategory(f"board/{row['board_slug']}", row["board_name"])
    if row["thread_kind"]:
        yield FeedCategory(row["thread_kind"], KIND_LABELS[row["thread_kind"]])
    if row["status"]:
        yield FeedCategory(row["status"], STATUS_LABELS[Status(row["status"])])
    if answer:
        yield OFFICIAL

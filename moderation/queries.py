"""What waits for the moderators, and the public log of what they did."""

import peewee

from boards.models import Board, Post, Revision, Thread
from boards.office_pages import HidePage, LogPage, QueuePage, QueueRow
from boards.pages import Link, TimelineStep, Verb
from boards.queries import shown
from boards.queries.board import breadcrumb, get_board, list_query, thread_row
from boards.queries.posts import get_post, post_query, post_view
from boards.queries.thread import title_of
from boards.status import Status
from forum.log import Deed, Entry, details
from forum.messages import M
from forum.roles import LABELS, Role
from forum.text import excerpt

PAGE = 50
EXCERPT = 160

LABELS_OF = {Deed.POST_HIDE: M("屏蔽"), Deed.POST_RESTORE: M("恢复"), Deed.PUBLISH: M("审核通过")}


def queue_page(viewer, now):
    """The QueuePage: questions that wait to be screened."""
    rows = (
        list_query()
        .select_extend(
            Board.slug.alias("board_slug"), Board.name.alias("board_name"),
            shown.opening(EXCERPT * 2),
        )
        .join_from(Thread, Board, on=Board.id == Thread.board)
        .join_from(Thread, Post, on=(Post.thread == Thread.id) & (Post.floor == 1))
        .join_from(Post, Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .where(Thread.status == Status.PENDING.value)
        .order_by(Thread.created_at, Thread.id)
        .limit(PAGE)
    )  # fmt: skip
    return QueuePage(tuple(_waiting(row, viewer, now) for row in rows.dicts()))


def log_page(before=None):
    """The LogPage of entries before number `before`."""
    rows = (
        Entry.select(
            Entry.id, Entry.deed, Entry.at, Entry.role, Entry.data, Entry.post_id, Entry.thread_id,
        )
        .where(Entry.deed.in_([deed.value for deed in LABELS_OF]))
        .order_by(Entry.id.desc())
        .limit(PAGE + 1)
    )  # fmt: skip
    if before:
        rows = rows.where(Entry.id < before)
    found = list(rows.dicts())
    older = f"/moderation/log?before={found[PAGE - 1]['id']}" if len(found) > PAGE else None
    return LogPage(tuple(_step(row) for row in found[:PAGE]), older)


def hide_page(post_id, viewer):
    """The HidePage of a post."""
    post, thread = get_post(post_id, viewer)
    row = post_query(thread).where(Post.id == post.id).dicts().get()
    board = get_board(Board.select(Board.slug).where(Board.id == thread.board_id).scalar())
    link = Link(title_of(thread, viewer), f"/threads/{thread.id}/floors/{post.floor}")
    return HidePage(link, breadcrumb(board), post_view(row, viewer, thread))


def _waiting(row, viewer, now):
    publish = Verb("publish", M("审核通过"), f"/threads/{row['id']}/publication", primary=True)
    board = Link(row["board_name"], f"/boards/{row['board_slug']}")
    return QueueRow(thread_row(row, viewer, now), board, verbs=(publish,), excerpt=excerpt(row["text"], EXCERPT))


def _step(row):
    url = f"/posts/{row['post_id']}" if row["post_id"] else f"/threads/{row['thread_id']}"
    deed = Deed(row["deed"])
    return TimelineStep(
        deed.value, LABELS_OF[deed], row["at"], LABELS[Role(row["role"])], None,
        details(row["data"]).get("text", ""), url=url,
    )  # fmt: skip

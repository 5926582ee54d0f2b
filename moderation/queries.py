"""The public log of what moderators did, and the page for hiding a post."""

from boards.models import Board, Post
from boards.office_pages import HidePage, LogPage
from boards.pages import Link, TimelineStep
from boards.queries.board import breadcrumb, get_board
from boards.queries.posts import get_post, post_query, post_view
from boards.queries.thread import title_of
from forum.log import Deed, Entry, details
from forum.messages import M
from forum.roles import LABELS, Role

PAGE = 50

LABELS_OF = {Deed.POST_HIDE: M("屏蔽"), Deed.POST_RESTORE: M("恢复"), Deed.PUBLISH: M("审核通过")}


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


def _step(row):
    url = f"/posts/{row['post_id']}" if row["post_id"] else f"/threads/{row['thread_id']}"
    deed = Deed(row["deed"])
    return TimelineStep(
        deed.value, LABELS_OF[deed], row["at"], LABELS[Role(row["role"])], None,
        details(row["data"]).get("text", ""), url=url,
    )  # fmt: skip

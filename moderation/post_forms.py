"""The forms of what is done about one post: reporting it, hiding it, warning or suspending who wrote it."""

from boards.models import Board, Category, Post
from boards.pages import Link
from boards.queries.board import breadcrumb
from boards.queries.posts import get_post, post_view, posts_with_text
from boards.queries.thread import title_of
from moderation.pages import PostVerbPage
from moderation.tool_forms import reason_fields


def post_verb_page(post_id, viewer, heading, noun, codes, lead, *, must_say=False, before=(), notes=(), hint=None):
    """The PostVerbPage at /posts/ID/NOUN with the fields `before` and those of a reason; raises NotFound."""
    post, thread = get_post(post_id, viewer)
    row = posts_with_text().where(Post.id == post.id).dicts().get()
    board = Board.select(Board, Category).join(Category).where(Board.id == thread.board_id).get()
    return PostVerbPage(
        thread=Link(title_of(thread, viewer), f"/threads/{thread.id}/floors/{post.place_floor}"),
        breadcrumb=breadcrumb(board), post=post_view(row, viewer, thread), heading=heading, url=f"/posts/{post.id}/{noun}",
        fields=(*before, *reason_fields(codes, must_say, hint)), lead=lead, notes=notes,
    )  # fmt: skip

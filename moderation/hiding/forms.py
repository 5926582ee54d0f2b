"""The pages of the forms about one post: reporting it, hiding it, warning or suspending who wrote it."""

from boards.models.threads import Board, Category, Post
from boards.pages.parts import Link
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.queries.thread.posts import get_post, post_view, posts_with_text
from boards.queries.thread.thread import title_of
from forum.messages import Message
from forum.roles import Actor
from moderation.hiding.pages import PostVerbPage


def post_verb_page(
    post_id: int, viewer: Actor, heading: Message, noun: str, lead: Message, notes: tuple[Message, ...] = ()
) -> PostVerbPage:
    """The PostVerbPage at /posts/ID/NOUN; raises NotFound."""
    post, thread = get_post(post_id, viewer)
    row = posts_with_text().where(Post.id == post.id).dicts().get()
    board = Board.select(Board, Category).join(Category).where(Board.id == thread.board_id).get()
    return PostVerbPage(
        thread=Link(title_of(thread, viewer), f"/threads/{thread.id}/floors/{post.place_floor}"),
        breadcrumb=breadcrumb(board),
        post=post_view(row, viewer, thread),
        heading=heading,
        url=f"/posts/{post.id}/{noun}",
        lead=lead,
        notes=notes,
    )

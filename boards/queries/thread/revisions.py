"""The public history of a post."""

from itertools import pairwise

from boards.models.threads import Board, Category, Post, Revision
from boards.pages.parts import Link
from boards.pages.writing import EditPage, RevisionsPage, RevisionView
from boards.queries.parts import shown
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.queries.parts.people import public_name
from boards.queries.thread.posts import get_post, hidden_of
from boards.queries.thread.thread import title_of
from boards.rules import access
from boards.rules.floors import floor_label
from boards.rules.text.difference import difference
from forum.messages import M
from forum.problems import Conflict, Forbidden
from forum.roles import Actor


def revisions_page(post_id: int, viewer: Actor) -> RevisionsPage:
    """The RevisionsPage: newest first, each with its difference from the one before; raises NotFound."""
    post, thread = get_post(post_id, viewer)
    rows = revisions_of(post) if may_see_text(post, viewer) else []
    name = public_name(post)
    return RevisionsPage(
        thread=_thread_link(thread, viewer, post.place_floor),
        breadcrumb=_breadcrumb(thread),
        floor=post.place_floor,
        floor_label=floor_label(post.place_floor),
        revisions=tuple(_views(rows, name)),
        hidden=hidden_of(post.__data__),
        sealed=shown.seal_of(post),
    )


def may_see_text(post: Post, viewer: Actor) -> bool:
    """Whether `viewer` may see the texts of a Post; nobody may see those of a sealed one."""
    return post.seal_order_id is None and (post.hidden_at is None or access.may_see_hidden(viewer, post.author_id))


def revisions_of(post: Post, first: int = 1, limit: int | None = None) -> list[Revision]:
    """The revisions of a post from number `first` on, oldest first, with their text and HTML as they are shown."""
    columns = (
        Revision.id,
        Revision.number,
        Revision.created_at,
        Revision.commitment,
        Revision.rendering,
        shown.text_column(),
        shown.html_column(),
    )
    same = Revision.select(*columns).where(Revision.post == post.id, Revision.number >= first)
    return list(same.order_by(Revision.number).limit(limit))


def edit_page(post_id: int, viewer: Actor) -> EditPage:
    """The EditPage of one's own post; raises NotFound, Forbidden, and Conflict while the post is hidden."""
    post, thread = get_post(post_id, viewer)
    if not access.is_own(viewer, post.author_id, post.channel):
        raise Forbidden(M("只能修改自己写的内容。"))
    if reason := access.edit_refusal(post):
        raise Conflict(reason)
    link, text = _thread_link(thread, viewer, post.place_floor), shown.current_text(post)
    return EditPage(link, _breadcrumb(thread), post.id, floor_label(post.place_floor), text)


def _views(rows, name):
    changes = [(), *(difference(old.text, new.text) for old, new in pairwise(rows))]
    for row, change in reversed(list(zip(rows, changes, strict=False))):
        yield RevisionView(row.number, row.created_at, name, row.html, tuple(change))


def _thread_link(thread, viewer, floor):
    return Link(title_of(thread, viewer), f"/threads/{thread.id}/floors/{floor}")


def _breadcrumb(thread):
    board = Board.select(Board, Category).join(Category).where(Board.id == thread.board_id).get()
    return breadcrumb(board)

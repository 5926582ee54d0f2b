"""The feed of one thread: its newest floors, official answers marked."""

from datetime import datetime

from boards.channels.feeds.changes import last_changes
from boards.channels.feeds.pages import OFFICIAL, Feed, FeedCategory, FeedEntry, office_url, part_of_post
from boards.models.threads import Post
from boards.pages.outside import heading_of
from boards.pages.posts import PostView
from boards.queries.parts.places import MovedPermanently
from boards.queries.thread.posts import post_query, post_view
from boards.queries.thread.thread import get_thread, title_of
from forum.messages import M
from forum.roles import GUEST

FLOORS = 50


def thread_feed(thread_id: int) -> Feed:
    """The Feed of a thread; raises NotFound for one that is not public, and MovedPermanently for one that was merged."""
    thread = get_thread(thread_id, GUEST)
    if thread.merged_into_id:
        raise MovedPermanently(feed_path(thread.merged_into_id))
    rows = post_query(thread).order_by(Post.place_floor.desc()).limit(FLOORS).dicts()
    posts = [post_view(row, GUEST, thread) for row in rows]
    changes = last_changes([post.id for post in posts])
    return Feed(
        path=feed_path(thread_id),
        page=f"/threads/{thread_id}",
        title=title_of(thread, GUEST),
        entries=tuple(post_entry(post, changes.get(post.id)) for post in posts),
    )


def feed_path(thread_id: int) -> str:
    """The path of a thread's feed."""
    return f"/feeds/threads/{thread_id}.atom"


def post_entry(post: PostView, changed_at: datetime | None) -> FeedEntry:
    """The FeedEntry of a floor; it keeps the address of its post when that is moved."""
    return FeedEntry(
        id=f"/posts/{post.id}",
        url=f"/posts/{post.id}",
        title=M("%(floor)s %(what)s", floor=post.floor_label, what=heading_of(post)),
        published=post.created_at,
        updated=changed_at or post.created_at,
        author=post.author.name,
        author_url=office_url(post),
        categories=tuple(_categories(post)),
        parts=(part_of_post(post),),
    )


def _categories(post):
    if post.official:
        yield OFFICIAL
    if post.kind_label:
        yield FeedCategory(post.kind, post.kind_label)

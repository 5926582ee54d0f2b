"""Where what once stood at an address stands now: floors keep their addresses when threads are merged or split."""

from boards.models.moderation import Placement
from boards.models.threads import Post
from boards.rules.floors import page_of_floor
from forum.messages import M
from forum.problems import NotFound


class MovedPermanently(Exception):
    """What was asked for stands at another address of this site for good; `url` is that."""

    def __init__(self, url):
        self.url = url
        super().__init__(url)


def merged_url(thread, page=1):
    """Where a merged thread is read now: its floors in the other thread, by their old numbers.

    So an old address with a fragment (#floor-3, which no server sees) leads to the right post.
    """
    return f"/threads/{thread.merged_into_id}?of={thread.id}" + (f"&page={page}" if page > 1 else "")


def floor_url(thread, floor):
    """(url, moved) of what this floor of `thread` was given to, wherever it stands now; raises NotFound."""
    place = _standing(thread, floor) or _moved_on(thread, floor)
    if place is None:
        raise NotFound(M("这个主题没有第 %(n)s 楼。", n=floor))
    return floor_address(*place), place != (thread.id, floor)


def floor_address(thread_id, floor):
    """The address of a floor on its page."""
    page = page_of_floor(floor)
    return f"/threads/{thread_id}{f'?page={page}' if page > 1 else ''}#floor-{floor}"


def _standing(thread, floor):
    at = Post.place_thread == thread.id, Post.place_floor == floor
    return (thread.id, floor) if Post.select(Post.id).where(*at).exists() else None


def _moved_on(thread, floor):
    here = Placement.select(Placement.post).where(Placement.thread == thread.id, Placement.floor == floor)
    written_here = (Post.thread == thread.id) & (Post.floor == floor)
    return Post.select(Post.place_thread, Post.place_floor).where(written_here | (Post.id == here)).tuples().first()

"""Redirects for addresses of merged and split threads: floors keep their old addresses."""

from boards.models.moderation import Placement
from boards.models.threads import Post, Thread
from boards.rules.floors import page_of_floor
from forum.messages import M
from forum.problems import NotFound


class MovedPermanently(Exception):
    """Raised when a thread or floor has moved for good; `url` is the new address on this site."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


def merged_url(thread: Thread, page: int = 1) -> str:
    """The address of a merged thread's floors in the other thread, by their old numbers.

    An old address with a fragment (#floor-3, which is not sent to the server) then leads to the right post.
    """
    return f"/threads/{thread.merged_into_id}?of={thread.id}" + (f"&page={page}" if page > 1 else "")


def floor_url(thread: Thread, floor: int) -> tuple[str, bool]:
    """(url, moved) of the post that was given this floor of `thread`, wherever it stands now; raises NotFound."""
    place = _standing(thread, floor) or _moved_on(thread, floor)
    if place is None:
        raise NotFound(M("这个主题没有第 %(n)s 楼。", n=floor))
    return floor_address(*place), place != (thread.id, floor)


def floor_address(thread_id: int, floor: int) -> str:
    """The address of a floor on its page."""
    page = page_of_floor(floor)
    return f"/threads/{thread_id}{f'?page={page}' if page > 1 else ''}#floor-{floor}"


def _standing(thread: Thread, floor: int) -> tuple[int, int] | None:
    at = Post.place_thread == thread.id, Post.place_floor == floor
    return (thread.id, floor) if Post.select(Post.id).where(*at).exists() else None


def _moved_on(thread: Thread, floor: int) -> tuple[int, int] | None:
    here = Placement.select(Placement.post).where(Placement.thread == thread.id, Placement.floor == floor)
    written_here = (Post.thread == thread.id) & (Post.floor == floor)
    return Post.select(Post.place_thread, Post.place_floor).where(written_here | (Post.id == here)).tuples().first()

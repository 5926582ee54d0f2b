"""Where the addresses of an old forum lead here."""

from boards.imports.old_forum import came_of
from boards.imports.old_forum.addresses import OldAddress
from boards.models.threads import Board, Post


def path_of(source: str, old: OldAddress) -> str | None:
    """The path here of what an address of the forum `source` showed; None when that was not imported."""
    if old.post and (post := came_of.came_of(source, came_of.POST, old.post)):
        place = Post.select(Post.place_thread, Post.place_floor).where(Post.id == post).tuples().first()
        return f"/threads/{place[0]}/floors/{place[1]}"
    if old.thread and (thread := came_of.came_of(source, came_of.THREAD, old.thread)):
        return f"/threads/{thread}" + (f"?page={old.page}" if old.page > 1 else "")
    if old.forum and (board := came_of.came_of(source, came_of.FORUM, old.forum)):
        return f"/boards/{Board.get_by_id(board).slug}"
    return None

"""What earlier imports wrote, for comparison with a file that is imported again."""

from collections.abc import Sequence

from boards.models.threads import Post, Revision, Thread
from boards.rules.channel import Channel

FLOORS = 2  # of an imported thread: the question and its answer


def imported_before(references: Sequence[str]) -> dict[str, tuple[str, str, str | None]]:
    """The (title, text, text of the imported answer) of the threads that have these references, as they were imported."""
    rows = (
        Thread.select(Thread.external_ref, Thread.title, Post.floor, Revision.text)
        .join(Post, on=(Post.thread == Thread.id) & (Post.floor <= FLOORS) & (Post.channel == Channel.IMPORT.value))
        .join(Revision, on=(Revision.post == Post.id) & (Revision.number == 1))
        .where(Thread.external_ref.in_(references))
        .order_by(Post.floor)
    )
    found = dict[str, tuple[str, str, str | None]]()
    for reference, title, floor, text in rows.tuples():
        found[reference] = (title, text, None) if floor == 1 else (title, found[reference][1], text)
    return found

"""Decides which parts of a post's commitment may be opened in public, for proofs and receipts."""

from typing import Any

from boards.models.threads import Post, Revision, Thread
from boards.rules.withheld import ALL, openings_of_revision


def openings_of(post: Post) -> tuple[Revision, list[dict[str, Any]]]:
    """(Revision, openings) of a Post's present text; while it is hidden every part is withheld from everybody.

    The commitment of a question's text includes the title it was asked under.
    """
    rows = Revision.select(Revision, Thread.title).join(Post).join(Thread, on=Thread.id == Post.thread)
    revision = rows.where(Revision.post == post.id, Revision.number == post.revision).objects().get()
    stored = ALL if post.hidden_at or post.seal_order_id else revision.withheld
    return revision, openings_of_revision(
        revision.salt, revision.text, revision.title if post.floor == 1 else None, stored
    )

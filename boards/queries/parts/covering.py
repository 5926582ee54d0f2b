"""Covering segments of a text: computes the columns of a revision that say what is shown. Call inside a transaction."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from boards.models.threads import Post, Revision, Thread
from boards.rules.withheld import BLOCKS, parse_parts, visible_text
from forum.store.commitments import segments
from forum.text.markup import covered_html


def revisions_of(post: Post) -> list[Revision]:
    """Every Revision of a post, as written, oldest first."""
    return list(Revision.select().where(Revision.post == post.id).order_by(Revision.number))


def first_part(post: Post) -> int:
    """The number of the first part of a post's text: 1 for a question, whose part 0 is the title, else 0."""
    return 1 if post.floor == 1 else 0


def covered_segments(post: Post, revisions: Iterable[Revision]) -> frozenset[str]:
    """The segments that are covered in any of these revisions."""
    first = first_part(post)
    cut = ((segments(row.text), parse_parts(row.withheld, 0)) for row in revisions if row.withheld)
    return frozenset(pieces[number - first] for pieces, numbers in cut for number in numbers if number >= first)


def shown_columns(  # a text with its HTML, and what of it is covered
    text: str, html: str, rendering: int, words: Collection[str], first: int, title: bool = False
) -> dict[str, Any]:
    """The columns withheld, shown_text and shown_html of a text whose segments in `words` are covered, and with `title` its part 0.

    `rendering` is the version of the renderer that made `html`.
    """
    parts = [0] if title else []
    parts += [number + first for number, piece in enumerate(segments(text)) if piece in words]
    if not parts:
        return {"withheld": None, "shown_text": None, "shown_html": None}
    stored = json.dumps(parts)
    left = visible_text(text, stored, first)
    return {"withheld": stored, "shown_text": left, "shown_html": covered_html(text, html, left, BLOCKS, rendering)}


def carry_over(post: Post, text: str, html: str, rendering: int) -> dict[str, Any]:
    """The same for a new revision: a segment that was covered before is covered again when the author repeats it."""
    older = Revision.select().where(Revision.post == post.id, Revision.withheld.is_null(False))
    earlier = list(older)
    if not earlier:
        return {}
    first = first_part(post)
    return shown_columns(
        text, html, rendering, covered_segments(post, earlier), first, bool(first) and title_parts(post.thread_id) != []
    )


def title_parts(thread_id: int) -> list[int]:
    """The numbers of the covered segments of a thread's title."""
    stored = Thread.select(Thread.title_withheld).where(Thread.id == thread_id).scalar()
    return json.loads(stored) if stored else []


def title_of(thread_id: int) -> str:
    """A thread's title as it was written."""
    return Thread.select(Thread.title).where(Thread.id == thread_id).scalar()

"""Openings of the leaves of texts, in bulk, for the audit of a site: only public text is opened.

Of a text that is hidden, sealed, or waits for screening every part is withheld, of a covered one those parts;
the parts' own commitments still open the leaf.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from boards.models.threads import Post, Revision, Thread
from boards.rules.deeds.record import OF_TEXTS
from boards.rules.deeds.table import deeds_of
from boards.rules.withheld import ALL, openings_of_revision
from forum.store.log import Entry
from moderation.ledger.audit.checks.leaves import read_leaf, subject

TEXTS = tuple(deed.value for deed in deeds_of(*OF_TEXTS))
MOST_LETTERS = 100_000  # of one answer


@dataclass(frozen=True)
class LeafOpening:
    """The opening of entry `entry`'s leaf; `state` says why parts may be withheld: open, hidden, sealed or waiting."""

    entry: int
    post: int
    thread: int
    floor: int
    revision: int
    rendering: int
    state: str
    parts: list[dict]


def openings_from(first: int, limit: int) -> tuple[list[LeafOpening], int | None]:
    """([LeafOpening, ...], the entry with which the next call begins, or None) of at most `limit` texts."""
    rows = _entries(first, limit)
    texts = _texts(rows)
    found: list[LeafOpening] = []
    letters = 0
    for row in rows:
        if letters > MOST_LETTERS:
            return found, row.id
        if row.id in texts:
            post, revision = texts[row.id]
            found.append(_opened(row, post, revision))
            letters += len(revision.text)
    return found, rows[-1].id + 1 if len(rows) == limit else None


def _entries(first, limit):
    wanted = Entry.select(Entry.id, Entry.object, Entry.leaf).where(Entry.id >= first, Entry.deed.in_(TEXTS))
    return list(wanted.order_by(Entry.id).limit(limit).namedtuples())


def _texts(rows):
    """{entry: (Post with its thread, Revision)} of entries that store a text."""
    written = {
        row.id: (subject(row.object, "post"), int(read_leaf(row.leaf).revision)) for row in rows if read_leaf(row.leaf)
    }
    if not written:
        return {}
    posts = {
        post.id: post
        for post in Post.select(Post, Thread).join(Thread).where(Post.id.in_([post for post, _ in written.values()]))
    }
    pairs = ((Revision.post == post) & (Revision.number == number) for post, number in written.values())
    revisions = {(row.post_id, row.number): row for row in Revision.select().where(reduce(or_, pairs))}
    return {
        entry: (posts[pair[0]], revisions[pair])
        for entry, pair in written.items()
        if pair[0] in posts and pair in revisions
    }


def _opened(row, post, revision):
    state = state_of(post)
    title = post.thread.title if post.floor == 1 else None
    parts = openings_of_revision(revision.salt, revision.text, title, revision.withheld if state == "open" else ALL)
    return LeafOpening(row.id, post.id, post.thread_id, post.floor, revision.number, revision.rendering, state, parts)


def state_of(post: Post) -> str:
    """Whether everybody may read a Post, and if not, why."""
    if not post.thread.public:
        return "waiting"
    if post.seal_order_id is not None:
        return "sealed"
    return "open" if post.hidden_at is None else "hidden"

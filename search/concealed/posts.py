"""Reads the posts that are not public, newest first, without their texts; a fixed number of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from boards.models.threads import Post, Thread
from boards.queries.parts.badges import overdue
from boards.rules import access
from forum.roles import Actor
from forum.store import db
from search.concealed.states import State, state_of

NEWEST = 2**62  # above every post's id

# In plain SQL, since peewee takes longer to compose it than it runs; both parts have an index of these rows only.
# CROSS JOIN has SQLite begin with the threads.
CONCEALED = """SELECT id FROM (SELECT id FROM post WHERE (hidden_at IS NOT NULL OR seal_order_id IS NOT NULL) AND id < %s
        ORDER BY id DESC LIMIT %s) AS closed
    UNION SELECT id FROM (SELECT post.id FROM thread CROSS JOIN post
        WHERE thread.public = FALSE AND post.place_thread = thread.id AND post.id < %s ORDER BY post.id DESC LIMIT %s) AS unpublished"""
ROWS = """SELECT p.id, p.place_thread, p.place_floor, p.author_id,
        CASE WHEN EXISTS (SELECT 1 FROM account AS a WHERE a.id = p.author_id AND a.closed_at IS NOT NULL) THEN '' ELSE p.author_name END,
        p.anonymous, p.hidden_role, p.seal_order_id,
        p.department_id, p.created_at, t.board_id, t.status, t.kind, t.public, t.author_id, t.channel, t.department_id, t.answers,
        t.next_due_at, {octets} FROM ({concealed}) AS concealed JOIN post AS p ON p.id = concealed.id
    JOIN thread AS t ON t.id = p.place_thread JOIN revision AS r ON r.post_id = p.id AND r.number = p.revision
    ORDER BY p.id DESC LIMIT %s"""
OCTETS_SQLITE = "LENGTH(CAST(COALESCE(r.shown_text, r.text) AS BLOB))"
OCTETS_POSTGRESQL = "OCTET_LENGTH(COALESCE(r.shown_text, r.text))"  # known without reading the text


@dataclass(slots=True)
class ConcealedPost:
    """A post that is not public, with the state of its case now; `author` is '' for an anonymous one, `octets` the size of its text.

    The other fields are those of search.query.results.FoundPost.
    """

    id: int
    thread: int
    floor: int
    author: str
    created: datetime | str
    state: State
    board: int
    status: str | None
    kind: str | None
    overdue: bool
    departments: tuple[int | None, int | None]
    answered: bool
    octets: int
    score: float = 0.0

    @property
    def created_at(self) -> datetime:
        """When it was written."""
        return cast(datetime, Post.created_at.python_value(self.created))


def concealed_posts(viewer: Actor, now: datetime, before: int | None, limit: int) -> list[ConcealedPost]:
    """At most `limit` posts with ids below `before` that are not public and that `viewer` may see, newest first."""
    octets = OCTETS_SQLITE if db.is_sqlite() else OCTETS_POSTGRESQL
    at = before or NEWEST
    rows = db.raw(ROWS.format(octets=octets, concealed=CONCEALED), (at, limit, at, limit, limit)).fetchall()
    return [_post(row, now) for row in rows if _may_see(row, viewer)]


def _may_see(row: Any, viewer: Actor) -> bool:
    author, hidden_role, (public, asker, channel) = row[3], row[6], row[13:16]
    seen = access.may_see_thread(viewer, public, asker, channel)
    return seen and (hidden_role is None or access.may_see_hidden(viewer, author))


def _post(row: Any, now: datetime) -> ConcealedPost:
    post, thread, floor, _, name, anonymous, hidden_role, order, department, created, board, status, kind = row[:13]
    lead, answers, due, octets = row[16:]
    late = overdue(status, Thread.next_due_at.python_value(due), now)
    state = state_of(order is not None, hidden_role, status)
    author = "" if anonymous else name
    departments = lead, department
    return ConcealedPost(
        post, thread, floor, author, created, state, board, status, kind, late, departments, answers > 0, octets
    )

"""Looks up an engine's hits in the database, and keeps those that the viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from boards.models.threads import Post, Thread
from boards.queries.parts.badges import overdue
from boards.rules import access
from boards.rules.status import OFFICIAL, OPEN
from forum.roles import Actor
from forum.store import db

# In plain SQL: it runs for every search with some hundred ids, and composing it with peewee costs more than running it.
GUARDED = """SELECT p.id, p.place_thread, p.place_floor, p.kind, p.hidden_at, p.author_id, p.department_id, p.created_at,
    t.board_id, t.status, t.kind, t.public, t.author_id, t.channel, t.department_id, t.answers, t.next_due_at
    FROM post AS p JOIN thread AS t ON t.id = p.place_thread WHERE p.id IN ({numbers}) AND p.seal_order_id IS NULL"""


@dataclass(slots=True)  # not frozen: hundreds are made for a page, at five times the cost
class Candidate:
    """A post that was found and that the viewer may see, with the state of its case now.

    `created` is a datetime or SQLite's text of it. `due` is when the case becomes overdue, None when it cannot or already is.
    `departments` are that of the case and that of the post's author.
    """

    id: int
    thread: int
    floor: int
    score: float
    created: datetime | str
    board: int
    status: str | None
    kind: str | None
    overdue: bool
    due: datetime | None
    departments: tuple[int | None, int | None]
    answered: bool

    @property
    def created_at(self) -> datetime:
        """When it was written; SQLite's text is parsed only when this is read."""
        return cast(datetime, Post.created_at.python_value(self.created))


def candidates(
    hits: Sequence[tuple[int, float]], viewer: Actor, now: datetime, official: float = 1.0
) -> list[Candidate]:
    """The Candidates among (post id, score) pairs, in their order; the scores of official answers are multiplied by `official`."""
    rows = {row[0]: row for row in _rows([post for post, _ in hits])}
    made = (_candidate(rows[post], score, viewer, now, official) for post, score in hits if post in rows)
    return [candidate for candidate in made if candidate is not None]


def _candidate(row: Sequence[Any], score: float, viewer: Actor, now: datetime, official: float) -> Candidate | None:
    (
        post,
        thread,
        floor,
        kind,
        hidden_at,
        author,
        department,
        created,
        board,
        status,
        thread_kind,
        public,
        asker,
        channel,
        lead,
        answers,
        due,
    ) = row
    if not access.may_see_thread(viewer, public, asker, channel):
        return None
    if hidden_at is not None and not access.may_see_hidden(viewer, author):
        return None
    due = Thread.next_due_at.python_value(due) if due is not None and status in OPEN else None
    late = due is not None and overdue(status, due, now)
    weighed = score * official if kind in OFFICIAL else score
    return Candidate(
        post,
        thread,
        floor,
        weighed,
        created,
        board,
        status,
        thread_kind,
        late,
        None if late else due,
        (lead, department),
        answers > 0,
    )


def _rows(posts: list[int]) -> list[tuple[Any, ...]]:
    if db.is_sqlite():
        return db.database.execute_sql(
            GUARDED.format(numbers="SELECT value FROM json_each(?)"), (f"{posts}",)
        ).fetchall()
    return db.database.execute_sql(GUARDED.format(numbers="SELECT unnest(%s::bigint[])"), (posts,)).fetchall()

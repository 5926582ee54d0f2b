"""From an engine's numbers to posts the viewer may see, by the rules of the pages; and which of them are wanted."""

from dataclasses import dataclass
from datetime import datetime

from boards.models.threads import Post, Thread
from boards.queries.parts.badges import overdue
from boards.rules import access
from boards.rules.status import OFFICIAL, OPEN
from forum.store import db

# In plain SQL: it is asked for every search with some hundred numbers, and composing it costs more than running it.
GUARDED = """SELECT p.id, p.place_thread, p.place_floor, p.kind, p.hidden_at, p.author_id, p.department_id, p.created_at,
    t.board_id, t.status, t.kind, t.public, t.author_id, t.channel, t.department_id, t.answers, t.next_due_at
    FROM post AS p JOIN thread AS t ON t.id = p.place_thread WHERE p.id IN ({numbers}) AND p.seal_order_id IS NULL"""


@dataclass(slots=True)  # not frozen: hundreds are made for a page, at five times the cost
class Candidate:
    """A post that was found and that the viewer may see, with where its case stands now; `due` when it will be overdue, if it can be."""

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
    departments: tuple
    answered: bool

    @property
    def created_at(self):
        """When it was written; read from SQLite's text only when somebody asks."""
        return Post.created_at.python_value(self.created)


def candidates(hits, viewer, now, official=1.0):
    """The Candidates among (post, score) pairs, in their order; official answers weigh `official` times as much."""
    rows = {row[0]: row for row in _rows([post for post, _ in hits])}
    made = (_candidate(rows[post], score, viewer, now, official) for post, score in hits if post in rows)
    return [candidate for candidate in made if candidate is not None]


def _candidate(row, score, viewer, now, official):
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


def _rows(posts):
    if db.is_sqlite():
        return db.database.execute_sql(
            GUARDED.format(numbers="SELECT value FROM json_each(?)"), (f"{posts}",)
        ).fetchall()
    return db.database.execute_sql(GUARDED.format(numbers="SELECT unnest(%s::bigint[])"), (posts,)).fetchall()

"""The viewer's own questions with what changed since he looked, the threads that he watches, the ratings due.

Each page costs a fixed number of statements.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import peewee

from boards.mine.pages import OwnThread, Step, ThreadsOfMine
from boards.models.cases import Rating
from boards.models.notifications import ReadingPosition, Watch
from boards.models.threads import LISTED, Department, Thread
from boards.queries.lists.board import list_query, row_with_board, with_board
from boards.queries.parts.sorted_rows import moment_key, sorted_rows
from boards.queries.parts.watches import last_entry
from boards.rules.deeds.record import Timeline
from boards.rules.deeds.table import RECORDS
from boards.rules.status import TABLE, Disposition, Verb
from forum.deeds import Deed
from forum.roles import Actor
from forum.store.db import INSTANT
from forum.store.log import Entry

PAGE = 20
MOST_STEPS = 3  # shown of one question
IN_TIMELINE = [deed.value for deed, record in RECORDS.items() if record.timeline is not Timeline.NOTHING]
RATED_IN = [status.value for status, verb in TABLE if verb is Verb.RATE]


def questions_page(viewer: Actor, now: datetime, after: str | None = None) -> ThreadsOfMine:
    """`/my`: the threads that the viewer started, those with the latest posts first; raises Malformed for a bad cursor."""
    return _page("/my", _own(viewer), viewer, now, after)


def watched_page(viewer: Actor, now: datetime, after: str | None = None) -> ThreadsOfMine:
    """`/my/watches`: the threads of others that the viewer watches and may see; raises Malformed for a bad cursor."""
    watches = Watch.select(Watch.thread).where(Watch.account == viewer.account, Watch.ended_at.is_null())
    seen = LISTED & (Thread.author != viewer.account)
    return _page("/my/watches", _list(viewer).where(Thread.id.in_(watches), seen), viewer, now, after)


def ratings_page(viewer: Actor, now: datetime, after: str | None = None) -> ThreadsOfMine:
    """`/my/ratings`: the viewer's questions that were answered and that he has not rated; raises Malformed for a bad cursor."""
    return _page("/my/ratings", _own(viewer).where(_due(viewer)), viewer, now, after)


def ratings_due(viewer: Actor) -> int:
    """How many answers the viewer has not rated."""
    return int(Thread.select().where(_due(viewer)).count())


def _page(address: str, query: Any, viewer: Actor, now: datetime, after: str | None) -> ThreadsOfMine:
    rows, cursor = sorted_rows(query, moment_key(Thread.last_at), (Thread.id,), after, PAGE, descending=True)
    steps = _steps(viewer, [row["id"] for row in rows])
    return ThreadsOfMine(
        rows=tuple(_row(row, steps[row["id"]], viewer, now) for row in rows),
        due=ratings_due(viewer),
        older=f"{address}?{urlencode({'after': cursor})}" if cursor else None,
        newest=address if after else None,
    )


def _own(viewer: Actor) -> Any:
    return _list(viewer).where(Thread.author == viewer.account)


def _list(viewer: Actor) -> Any:
    rating = Rating.select(Rating.id).where(Rating.thread == Thread.id)
    may_rate = peewee.Case(None, [(_due(viewer) & ~peewee.fn.EXISTS(rating), 1)], 0)
    return with_board(list_query(viewer)).select_extend(last_entry().alias("last_entry"), may_rate.alias("due"))


def _due(viewer: Actor) -> Any:
    """The same as boards.rules.access.rating_refusal and boards.rules.status.allows say of one case, before a first rating."""
    rated = Rating.select(Rating.id).where(Rating.thread == Thread.id)
    by_department = Thread.department.is_null(False) & (
        Thread.disposition.is_null() | (Thread.disposition != Disposition.PLATFORM.value)
    )
    answered = Thread.status.in_(RATED_IN) & (Thread.answers > 0) & Thread.merged_into.is_null()
    return (Thread.author == viewer.account) & answered & by_department & ~peewee.fn.EXISTS(rated)


def _row(row: dict[str, Any], steps: list[Step], viewer: Actor, now: datetime) -> OwnThread:
    return OwnThread(
        row=replace(row_with_board(row, viewer, now)),
        steps=tuple(steps[:MOST_STEPS][::-1]),
        earlier=max(len(steps) - MOST_STEPS, 0),
        may_rate=bool(row["due"]),
        mark=f"{row['id']}.{row['floors']}.{row['last_entry']}",
    )


def _steps(viewer: Actor, threads: list[int]) -> dict[int, list[Step]]:
    """{thread: its steps by others that the viewer has not seen, newest first}, in one statement; of each at most 100."""
    known = (ReadingPosition.thread == Entry.thread_id) & (ReadingPosition.account == viewer.account)
    rank = peewee.fn.ROW_NUMBER().over(partition_by=[Entry.thread_id], order_by=[Entry.id.desc()]).alias("rank")
    ranked = (
        Entry.select(Entry.id, Entry.thread_id, Entry.deed, Entry.at, Entry.department_id, rank)
        .join(ReadingPosition, peewee.JOIN.LEFT_OUTER, on=known)
        .where(
            Entry.thread_id.in_(threads),
            Entry.deed.in_(IN_TIMELINE),
            Entry.actor_id.is_null() | (Entry.actor_id != viewer.account),
            Entry.id > peewee.fn.COALESCE(ReadingPosition.entry_id, 0),
        )
    )
    columns = ranked.c.thread_id, ranked.c.deed, ranked.c.at, Department.short
    rows = (
        peewee.Select([ranked], columns)
        .join(Department, peewee.JOIN.LEFT_OUTER, on=Department.id == ranked.c.department_id)
        .where(ranked.c.rank <= 100)
        .order_by(ranked.c.id.desc())
    )
    found: dict[int, list[Step]] = defaultdict(list)
    for thread, deed, at, office in rows.bind(Entry._meta.database).tuples() if threads else ():
        found[thread].append(Step(RECORDS[Deed(deed)].label, _moment(at), office))
    return found


def _moment(raw: Any) -> Any:
    return INSTANT.python_value(raw)

"""What the front page lists beside the boards: answers, support, overdue cases, announcements; and the reader's questions.

Four statements for all of them, however many threads there are, and one for the reader's.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import peewee

from boards.clocks.city import City
from boards.models.figures import CaseFigures
from boards.models.threads import NOT_HIDDEN, PUBLIC, SHOWN_ANSWER, VISIBLE, Board, Department, Post, Thread
from boards.pages.lists import FrontFigure, FrontLists, FrontRow
from boards.queries.lists.figures import Scope, behind, counts
from boards.queries.parts import shown
from boards.queries.parts.badges import badge, overdue
from boards.queries.parts.countdown import duration_text, late_seconds
from boards.queries.parts.watches import read_by, unread
from boards.rules.figures.choice import Choice
from boards.rules.figures.published import OVERDUE, rate_of
from boards.rules.status import OPEN, Section
from forum.clock import whole_minute
from forum.messages import M
from forum.roles import Actor
from forum.store.db import composed
from forum.store.sql.conditions import unindexed

MOST, ANNOUNCED, OWN = 5, 2, 3
ANSWERS_READ = 4 * MOST  # several may stand in one thread
RECENT = timedelta(days=90)  # age of the questions among which the most supported are looked for


def front_lists(now: datetime, city: City) -> FrontLists:
    """The FrontLists, alike for everybody."""
    rows = _threads(now, whole_minute(now) - RECENT)
    seen = [row for row in rows if row["public"] and not row["hidden"]]
    supported = [
        row for row in seen if row["supports"] and row["status"] and row["created_at"] > whole_minute(now) - RECENT
    ]
    late = [row for row in seen if overdue(row["status"], row["next_due_at"], now)]
    return FrontLists(
        answers=_answers(),
        supported=_first(MOST, supported, lambda row: (-row["supports"], -row["id"]), now),
        overdue=_first(MOST, late, lambda row: (row["next_due_at"], row["id"]), now),
        announcements=_first(ANNOUNCED, _announced(seen), lambda row: -row["id"], now),
        figures=tuple(_figures(now, city)),
    )


def own_questions(viewer: Actor, now: datetime) -> tuple[FrontRow, ...]:
    """The newest questions of a member, in one statement; none for a guest."""
    if not viewer.signed_in:
        return ()
    return _first(OWN, _asked_by(viewer.account), lambda row: -row["id"], now)


def _figures(now, city):
    """Of this month's questions how many were answered on time, once a limit of theirs has ended; and all that is overdue."""
    month = Scope(Choice(first=city.day(now).replace(day=1).isoformat()))
    rate = rate_of("on_time_rate", counts(month, now))
    if rate is not None:
        yield FrontFigure(M("本月按时答复率"), month.choice.url(), rate=rate)
    ((late,),) = _late(now)
    yield FrontFigure(M("逾期未办"), Choice().url("/statistics/threads", figure=OVERDUE), count=late)


@composed
def _late(now):
    overdue_ones = behind(Scope(Choice()), OVERDUE, now)
    return CaseFigures.select(peewee.fn.COUNT(CaseFigures.thread)).where(*overdue_ones).tuples()


def _announced(rows):
    return [row for row in rows if row["section"] == Section.ANNOUNCEMENT]


def _first(most: int, rows: Iterable[dict[str, Any]], order: Any, now: datetime) -> tuple[FrontRow, ...]:
    return tuple(_row(row, now) for row in sorted(rows, key=order)[:most])


def _row(row, now):
    late = overdue(row["status"], row["next_due_at"], now)
    return FrontRow(
        id=row["id"],
        title=shown.visible_title(row["title"], row["hidden"]),
        at=row["created_at"],
        badge=badge(row["status"], row["next_due_at"], now),
        department=row["short"] or "",
        supports=row["supports"],
        unread=unread(row["id"], row["floors"], row["read_to"]) if "read_to" in row else None,
        late_by=duration_text(late_seconds(row["next_due_at"], now)) if late else None,
    )


@composed
def _threads(now, recent):
    """Every thread that may stand in one of the lists but the answers', once, as dicts; supported ones only from `recent` on."""
    return _rows().where(Thread.id.in_(_candidates(now, recent))).dicts()


def _rows(*more):
    columns = (
        Thread.id, shown.title_column(), Thread.hidden, Thread.public, Thread.status, Thread.supports, Thread.author,
        Thread.created_at, Thread.next_due_at, Department.short, Board.section, Thread.floors, *more,
    )  # fmt: skip
    joined = Thread.select(*columns).join(Board)
    return joined.join_from(Thread, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Thread.department)


@composed
def _asked_by(account):
    own = (Thread.author == account) & Thread.status.is_null(False) & Thread.merged_into.is_null()
    return _rows(read_by(account)).where(own).order_by(Thread.created_at.desc(), Thread.id.desc()).limit(OWN).dicts()


def _candidates(now, recent):
    """The ids of the first threads of each list, in one query."""
    case = Thread.status.is_null(False)
    lists = [
        (
            MOST,
            VISIBLE & case & (Thread.created_at > recent) & (Thread.supports > 0),
            Thread.supports.desc(),
        ),
        (
            MOST,
            VISIBLE & unindexed(Thread.status).in_(list(OPEN)) & (Thread.next_due_at < now),
            Thread.next_due_at.asc(),
        ),
    ]
    return _union([*(_ids(*each) for each in lists), _announced_last()])


def _announced_last():
    """The ids of the newest announcements of each board that has some: an index leads to them, however many there are."""
    Announced, here = Thread.alias("announced"), (Thread.board == Board.id) & VISIBLE
    newest = Thread.select(Thread.id).where(here).order_by(Thread.created_at.desc(), Thread.id.desc())
    joined = Board.select(Announced.id).join(Announced, on=Announced.id.in_(newest.limit(peewee.SQL(str(ANNOUNCED)))))
    return joined.where(Board.section == Section.ANNOUNCEMENT.value)


def _ids(most, condition, order):
    tie = Thread.id.asc() if order.node is Thread.next_due_at else Thread.id.desc()
    limited = (
        Thread.select(Thread.id).where(condition).order_by(order, tie).limit(peewee.SQL(str(most))).alias("limited")
    )
    return peewee.Select([limited], [limited.c.id])  # SQLite takes no LIMIT in a part of a UNION


def _union(queries):
    whole = queries[0]
    for query in queries[1:]:
        whole = whole.union_all(query)
    return whole


def _answers() -> tuple[FrontRow, ...]:
    """The threads with the newest answers of departments, newest first, each once."""
    newest: dict[int, FrontRow] = {}
    for thread, title, hidden, at, department in _answered():
        newest.setdefault(thread, FrontRow(thread, shown.visible_title(title, hidden), at, department=department or ""))
    return tuple(newest.values())[:MOST]


@composed
def _answered():
    columns = (Thread.id, shown.title_column(), Thread.hidden, Post.created_at, Post.department_name)
    return (
        Post.select(*columns)
        .join(Thread, on=Thread.id == Post.place_thread)
        .where(SHOWN_ANSWER, PUBLIC, NOT_HIDDEN)
        .order_by(Post.id.desc())
        .limit(ANSWERS_READ)
        .tuples()
    )

"""A spokesperson's desk: the open cases of the own departments, the most urgent first."""

import peewee

from boards.models import Board, Department, Thread
from boards.office_pages import DeskPage, QueueRow
from boards.pages import Link
from boards.queries.board import list_query, thread_row
from boards.queries.thread_page import BUTTON_LABELS
from boards.pages import Verb
from boards.labels import STATUS_LABELS
from boards.status import OPEN, Status, Verb as CaseVerb
from forum.messages import M

MOST = 100


def desk_page(viewer, now):
    """The DeskPage of a spokesperson."""
    departments = list(viewer.departments)
    names = Department.select(Department.short).where(Department.id.in_(departments)).order_by(Department.id)
    return DeskPage(tuple(name for (name,) in names.tuples()), _counts(departments, now), _rows(departments, viewer, now))


def _counts(departments, now):
    late = peewee.fn.SUM(peewee.Case(None, [(Thread.next_due_at < now, 1)], 0))
    rows = (
        Thread.select(Thread.status, peewee.fn.COUNT(Thread.id), late)
        .where(Thread.department.in_(departments), Thread.status.in_(list(OPEN)))
        .group_by(Thread.status)
    )
    counts = {status: (number, overdue) for status, number, overdue in rows.tuples()}
    shown = tuple((STATUS_LABELS[status], counts.get(status, (0, 0))[0]) for status in Status if status in OPEN)
    return (*shown, (M("逾期"), sum(overdue for _, overdue in counts.values())))


def _rows(departments, viewer, now):
    rows = (
        list_query()
        .select_extend(Board.slug.alias("board_slug"), Board.name.alias("board_name"))
        .join_from(Thread, Board, on=Board.id == Thread.board)
        .where(Thread.department.in_(departments), Thread.status.in_(list(OPEN)))
        .order_by(Thread.next_due_at.asc(nulls="last"), Thread.id)
        .limit(MOST)
    )
    return tuple(_row(row, viewer, now) for row in rows.dicts())


def _row(row, viewer, now):
    accept = row["status"] in (Status.UNACCEPTED, Status.FOLLOWING_UP)
    verb = Verb("accept", BUTTON_LABELS[CaseVerb.ACCEPT], f"/threads/{row['id']}/acceptance", primary=True)
    return QueueRow(
        thread=thread_row(row, viewer, now), board=Link(row["board_name"], f"/boards/{row['board_slug']}"),
        verbs=(verb,) if accept else (), due_at=row["next_due_at"],
    )  # fmt: skip

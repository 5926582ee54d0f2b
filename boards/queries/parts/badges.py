"""The badge of a case, with lateness computed now, and the marks of a thread."""

from boards.pages.parts import Badge
from boards.rules.labels import STATUS_LABELS
from boards.rules.status import OPEN, Status
from forum.messages import M

MARKS = {"pinned": M("置顶"), "highlighted": M("精华"), "locked": M("已锁定"), "ended": M("讨论已结束")}


def badge(status, next_due_at, now):
    """The Badge for a stored status and the nearest due time; None for a thread without a case."""
    if not status:
        return None
    return Badge(status, STATUS_LABELS[Status(status)], overdue(status, next_due_at, now))


def marks_of(row):
    """What moderators have marked a thread with, as labels; `row` is a dict with its columns."""
    return tuple(label for column, label in MARKS.items() if row[column])


def overdue(status, next_due_at, now):
    """Whether an open case is past its nearest due time."""
    return status in OPEN and next_due_at is not None and next_due_at < now

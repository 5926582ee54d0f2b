"""The badge of a case, with lateness computed now."""

from boards.pages import Badge
from boards.labels import STATUS_LABELS
from boards.status import OPEN, Status


def badge(status, next_due_at, now):
    """The Badge for a stored status and the nearest due time; None for a thread without a case."""
    if not status:
        return None
    return Badge(status, STATUS_LABELS[Status(status)], overdue(status, next_due_at, now))


def overdue(status, next_due_at, now):
    """Whether an open case is past its nearest due time."""
    return status in OPEN and next_due_at is not None and next_due_at < now

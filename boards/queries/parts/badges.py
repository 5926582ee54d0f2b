"""The badge of a case, with lateness computed now, and the marks of a thread."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from boards.pages.parts import Badge
from boards.rules.labels import STATUS_LABELS
from boards.rules.offices.promises import STATE_LABELS, TONES, state_of
from boards.rules.status import OPEN, Status
from forum.messages import M, Message

MARKS = {"pinned": M("置顶"), "highlighted": M("精华"), "locked": M("已锁定"), "ended": M("讨论已结束")}


def badge(status: str | None, next_due_at: datetime | None, now: datetime) -> Badge | None:
    """The Badge for a stored status and the nearest due time; None for a thread without a case."""
    if not status:
        return None
    return Badge(status, STATUS_LABELS[Status(status)], overdue(status, next_due_at, now))


def marks_of(row: Mapping[str, Any]) -> tuple[Message, ...]:
    """The labels of a thread's marks (pinned, highlighted ...); `row` is a dict with its columns."""
    return tuple(label for column, label in MARKS.items() if row[column])


def overdue(status: str | None, next_due_at: datetime | None, now: datetime) -> bool:
    """Whether an open case is past its nearest due time."""
    return status in OPEN and next_due_at is not None and next_due_at < now


def promise_badge(outcome: str | None, due_on: date, today: date) -> Badge:
    """The Badge of a promise on the local day `today`."""
    state = state_of(outcome, due_on, today)
    return Badge(TONES[state], STATE_LABELS[state])

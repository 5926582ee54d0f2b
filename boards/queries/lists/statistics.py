"""Figures for `wenqu stats`: counts of everything, cases by status, clocks met and missed."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import peewee

from boards.clocks.deadlines import COHANDLING
from boards.clocks.outcomes import Outcome
from boards.models.threads import Clock, Post, Thread
from boards.queries.lists.departments import PROMISE_LABELS
from boards.queries.parts.dispositions import disposition_counts
from boards.queries.parts.own_department import asked_by_own
from boards.rules.dispositions import PLACE_LABELS, Place
from boards.rules.labels import STATUS_LABELS
from boards.rules.status import Status
from forum.accounts.models import Account
from forum.messages import M, Message

CLOCK_LABELS: dict[Any, Message] = {**PROMISE_LABELS, COHANDLING: M("会办")}


@dataclass(frozen=True)
class ClockFigures:
    """Counts of one kind of clock: met in time, ended late, stopped before, running, overdue. Each clock is counted once."""

    in_time: int = 0
    late: int = 0
    stopped: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def missed(self) -> int:
        """How many were not met by their due time: late and overdue ones."""
        return self.late + self.overdue


@dataclass(frozen=True)
class Statistics:
    """Counts: `cases` by status, `clocks` by kind, `places` by disposition; a key is present also when its count is 0."""

    accounts: int
    threads: int
    posts: int
    cases: dict[Status, int]
    clocks: dict[str, ClockFigures]
    received: int
    places: Mapping[Place, int]

    @property
    def missed(self) -> int:
        """How many clocks of all kinds were not met by their due time."""
        return sum(figures.missed for figures in self.clocks.values())


def statistics(now: datetime) -> Statistics:
    """The Statistics at `now`."""
    found = disposition_counts()
    return Statistics(
        accounts=Account.select().count(),
        threads=Thread.select().count(),
        posts=Post.select().count(),
        cases=_cases(),
        clocks=_clocks(now),
        received=found.received,
        places=found.places,
    )


def as_dict(found: Statistics) -> dict[str, Any]:
    """The Statistics as plain values for JSON, with the sums."""
    clocks = {kind: asdict(figures) | {"missed": figures.missed} for kind, figures in found.clocks.items()}
    return asdict(found) | {"clocks": clocks, "missed": found.missed}


def lines(found: Statistics) -> Iterator[Message]:
    """The Statistics as sentences, a line each."""
    yield M("账号：%(n)s", n=found.accounts)
    yield M("主题：%(n)s", n=found.threads)
    yield M("帖子：%(n)s", n=found.posts)
    for status, number in found.cases.items():
        yield M("问政事项，%(status)s：%(n)s", status=STATUS_LABELS[status], n=number)
    yield M("收到的问题：%(n)s", n=found.received)
    for place, number in found.places.items():
        yield M("去向，%(place)s：%(n)s", place=PLACE_LABELS[place], n=number)
    for kind, figures in found.clocks.items():
        yield _clock_line(kind, figures)
    yield M("逾期时限合计（迟办与逾期未办）：%(n)s", n=found.missed)


def _clock_line(kind, figures):
    return M(
        "时限，%(kind)s：按时 %(in_time)s，迟办 %(late)s，中途停止 %(stopped)s，未到期 %(open)s，逾期未办 %(overdue)s",
        kind=CLOCK_LABELS[kind],
        **asdict(figures),
    )


def _cases():
    rows = Thread.select(Thread.status, peewee.fn.COUNT(Thread.id)).where(Thread.status.is_null(False))
    counted = dict(rows.group_by(Thread.status).tuples())
    return {status: counted.get(status, 0) for status in Status}


def _clocks(now):
    own = asked_by_own(Clock.thread, Clock.department)
    running, past = Clock.outcome.is_null(), Clock.due_at < now
    columns = (*(Clock.outcome == how.value for how in Outcome), running & ~past, running & past)
    rows = Clock.select(Clock.kind, *map(_number_of, columns)).where(~own).group_by(Clock.kind).tuples()
    counted = {kind: ClockFigures(*figures) for kind, *figures in rows}
    return {kind: counted.get(kind, ClockFigures()) for kind in CLOCK_LABELS}


def _number_of(condition):
    return peewee.fn.SUM(peewee.Case(None, [(condition, 1)], 0))

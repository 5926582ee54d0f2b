"""The filters and sort orders of a list of threads, of one board or (board None) of all, and how many threads each leaves."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import peewee

from boards.clocks.policy import Kind
from boards.models.threads import LISTED, VISIBLE, Board, Thread
from boards.pages.parts import Filter
from boards.rules.labels import KIND_LABELS, STATUS_LABELS
from boards.rules.status import OPEN, Status
from forum.messages import M
from forum.problems import Malformed
from forum.store.cursors import ISO, NUMBER, Cursor
from forum.store.db import composed

PAGE = 30
COUNTED = 50_000  # threads of a list; of a longer one nothing is counted, since counting reads them all

LATEST = "latest"
DUE = "due"  # the only ascending order; lists what has a running clock
SORTS = {
    LATEST: (M("最新回复"), Thread.last_at),
    "newest": (M("最新发表"), Thread.created_at),
    "supports": (M("最多支持"), Thread.supports),
    DUE: (M("时限最早"), Thread.next_due_at),
}
BY_TIME = Cursor[datetime, int](ISO, NUMBER)
CURSORS = {LATEST: BY_TIME, "newest": BY_TIME, "supports": Cursor[int, int](NUMBER, NUMBER), DUE: BY_TIME}

# The options of the status filter; questions that wait for screening are in no public list.
SHOWN_STATUSES = tuple(status for status in Status if status is not Status.PENDING)
OVERDUE = "overdue"
STOPPED, RUNNING, LATE = range(3)  # the clock of a thread


@dataclass(frozen=True)
class BoardFilters:
    """The filters of a list of threads. `before` is the cursor of the previous page's last row, `best` means only 精华.

    `unpinned` leaves out the pinned threads. Raises Malformed for an unknown status, kind or order.
    """

    status: str | None = None
    kind: str | None = None
    sort: str = LATEST
    before: str | None = None
    limit: int = PAGE
    best: bool = False
    unpinned: bool = False

    def __post_init__(self) -> None:
        if self.status and self.status not in (*SHOWN_STATUSES, OVERDUE):
            raise Malformed(M("没有这种状态。"))
        if self.kind and self.kind not in tuple(Kind):
            raise Malformed(M("没有这种问题类别。"))
        if self.sort not in SORTS:
            raise Malformed(M("没有这种排序方式。"))


@dataclass(frozen=True)
class Offered:
    """The choices of a list of threads; a group is empty where there is nothing to choose between."""

    statuses: tuple[Filter, ...]
    kinds: tuple[Filter, ...]
    sorts: tuple[Filter, ...]
    choices: tuple[Filter, ...]


@dataclass(frozen=True)
class _Numbers:
    """How many threads each choice leaves beside the other filters that are set; `None` is the choice of all."""

    statuses: Counter[str | None]
    kinds: Counter[str | None]
    best: Counter[bool | None]


def offered(board: Board | None, wanted: BoardFilters, now: datetime) -> Offered:
    """The filters of a list, each with its number of threads at `now`; in lists of more than COUNTED threads without.

    It takes one statement for a board and two for all boards.
    """
    threads = board.threads if board else _threads_of_all()
    has_cases = board is None or board.department_id is not None
    numbers = _numbers(board, wanted, now) if threads <= COUNTED else None
    return Offered(
        statuses=_statuses(board, wanted, numbers) if has_cases else (),
        kinds=_kinds(board, wanted, numbers) if has_cases else (),
        sorts=_sorts(board, wanted, has_cases) if threads > 1 else (),
        choices=_choices(board, wanted, numbers),
    )


def url(board: Board | None, wanted: BoardFilters, **changed: str | bool | None) -> str:
    """The address of the list under these filters, with some of them changed."""
    parameters: dict[str, str | bool | None] = {
        "status": wanted.status,
        "kind": wanted.kind,
        "sort": wanted.sort,
        "best": wanted.best and "1",
    }
    parameters |= changed
    if parameters["sort"] == LATEST:
        parameters["sort"] = None
    asked = urlencode({key: value for key, value in parameters.items() if value})
    path = f"/boards/{board.slug}" if board else "/threads"
    return path + (f"?{asked}" if asked else "")


def listed_on(everywhere: bool, board: Any) -> Any:
    """The condition of the threads in the list of the board with that number, or of all boards: there without those that are hidden."""
    return VISIBLE if everywhere else (Thread.board == board) & LISTED


def _threads_of_all():
    return Board.select(peewee.fn.SUM(Board.threads)).scalar() or 0


def _numbers(board: Board | None, wanted: BoardFilters, now: datetime) -> _Numbers:
    numbers = _Numbers(Counter(), Counter(), Counter())
    for status, kind, best, clock, number in _counts(board and board.id, now, everywhere=board is None):
        if wanted.sort == DUE and clock == STOPPED:
            continue
        statuses = {status, OVERDUE} if clock == LATE else {status}
        by_status = wanted.status is None or wanted.status in statuses
        by_kind, by_best = wanted.kind in (None, kind), best or not wanted.best
        for each in {None, *statuses} if by_kind and by_best else ():
            numbers.statuses[each] += number
        for each in {None, kind} if by_status and by_best else ():
            numbers.kinds[each] += number
        for each in {None, bool(best)} if by_status and by_kind else ():
            numbers.best[each] += number
    return numbers


@composed
def _counts(board, now, *, everywhere):
    runs = Thread.status.in_([each.value for each in OPEN]) & Thread.next_due_at.is_null(False)
    clock = peewee.Case(None, [(runs & (Thread.next_due_at < now), LATE), (runs, RUNNING)], STOPPED)
    rows = Thread.select(Thread.status, Thread.kind, Thread.highlighted, clock, peewee.fn.COUNT(Thread.id))
    return (
        rows.where(listed_on(everywhere, board))
        .group_by(Thread.status, Thread.kind, Thread.highlighted, peewee.SQL("4"))
        .tuples()
    )


def _statuses(board, wanted, numbers):
    choices = [(status.value, STATUS_LABELS[status]) for status in SHOWN_STATUSES]
    choices.append((OVERDUE, M("逾期")))
    return _filters(board, wanted, "status", wanted.status, choices, numbers and numbers.statuses)


def _kinds(board, wanted, numbers):
    choices = [(kind.value, label) for kind, label in KIND_LABELS.items()]
    return _filters(board, wanted, "kind", wanted.kind, choices, numbers and numbers.kinds)


def _filters(board, wanted, name, chosen, choices, counted):
    """All, and the choices that leave a thread or are chosen; nothing where only one would leave any."""
    kept = [each for each in choices if counted is None or counted[each[0]] or each[0] == chosen]
    if len(kept) < 2 and not chosen:
        return ()
    return tuple(
        Filter(label, url(board, wanted, **{name: value}), value == chosen, _number(counted, value))
        for value, label in [(None, M("全部")), *kept]
    )


def _choices(board, wanted, numbers):
    best = None if numbers is None else numbers.best
    if best is not None and not best[True] and not wanted.best:
        return ()
    return (
        Filter(M("全部主题"), url(board, wanted, best=None), not wanted.best, _number(best, None)),
        Filter(M("精华"), url(board, wanted, best="1"), wanted.best, _number(best, True)),
    )


def _number(counted, value):
    return None if counted is None else counted[value]


def _sorts(board, wanted, has_cases):
    return tuple(
        Filter(label, url(board, wanted, sort=sort), wanted.sort == sort)
        for sort, (label, _) in SORTS.items()
        if has_cases or sort != DUE
    )

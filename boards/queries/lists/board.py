"""A board's list of threads: filters, three sort orders, keyset paging."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import peewee

from boards.clocks.city import City
from boards.clocks.policy import Kind
from boards.models.threads import Board, Category, Department, Tally, Thread
from boards.pages.lists import BoardPage, ThreadRow
from boards.pages.parts import Filter, Link
from boards.queries.parts import shown
from boards.queries.parts.badges import badge, marks_of
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.queries.parts.people import author, author_columns, last_name
from boards.rules import access
from boards.rules.floors import page_count
from boards.rules.labels import KIND_LABELS, STATUS_LABELS
from boards.rules.status import OPEN, Status
from forum.messages import M
from forum.problems import Malformed, NotFound
from forum.roles import Actor
from forum.store.cursors import ISO, NUMBER, Cursor

PAGE = 30

SORTS = {
    "latest": (M("最新回复"), Thread.last_at),
    "newest": (M("最新发表"), Thread.created_at),
    "supports": (M("最多支持"), Thread.supports),
}
BY_TIME = Cursor[datetime, int](ISO, NUMBER)
CURSORS = {"latest": BY_TIME, "newest": BY_TIME, "supports": Cursor[int, int](NUMBER, NUMBER)}

# The options of the status filter; questions that wait for screening are in no public list.
SHOWN_STATUSES = tuple(status for status in Status if status is not Status.PENDING)
OVERDUE = "overdue"


@dataclass(frozen=True)
class BoardFilters:
    """The filters of a board's list. `before` is the cursor of the previous page's last row, `best` means only 精华.

    `unpinned` leaves out the pinned threads. Raises Malformed for an unknown status, kind or order.
    """

    status: str | None = None
    kind: str | None = None
    sort: str = "latest"
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


def get_board(slug: str) -> Board:
    """The Board with its category and department; raises NotFound."""
    found = (
        Board.select(Board, Category, Department)
        .join(Category)
        .switch(Board)
        .join(Department, peewee.JOIN.LEFT_OUTER)
        .where(Board.slug == slug)
        .first()
    )
    if found is None:
        raise NotFound(M("没有这个版块。"))
    return found


def board_page(slug: str, wanted: BoardFilters, viewer: Actor, now: datetime, city: City) -> BoardPage:
    """The BoardPage of `slug`; raises NotFound, and Malformed for a bad cursor."""
    board = get_board(slug)
    wanted = replace(wanted, unpinned=wanted == BoardFilters(before=wanted.before))
    rows, cursor = threads_of(board, wanted, now)
    pinned = pinned_of(board) if wanted.unpinned and not wanted.before else ()
    url = f"/boards/{slug}"
    return BoardPage(
        slug=slug,
        name=board.name,
        description=board.description,
        section=board.section,
        department=board.department and Link(board.department.name, f"/departments/{board.department.slug}"),
        breadcrumb=breadcrumb(board)[:-1],
        statuses=_statuses(url, wanted) if board.department_id else (),
        kinds=_kinds(url, wanted) if board.department_id else (),
        sorts=_sorts(url, wanted),
        rows=tuple(thread_row(row, viewer, now) for row in rows),
        threads=board.threads,
        today=_today(board, now, city),
        older=cursor and _url(url, wanted, before=cursor),
        newest=_url(url, wanted) if wanted.before else None,
        may_ask=not viewer.signed_in or access.may_start(viewer, board.section),
        pinned=tuple(thread_row(row, viewer, now) for row in pinned),
        choices=_choices(url, wanted),
    )


def threads_of(board: Board, wanted: BoardFilters, now: datetime) -> tuple[list[dict[str, Any]], str | None]:
    """(rows, cursor): one page of public threads as dicts, and the cursor of the next page or None."""
    key = SORTS[wanted.sort][1]
    query = list_query().where(Thread.board == board.id, Thread.public, Thread.merged_into.is_null())
    query = _filtered(query, wanted, now)
    if wanted.before:
        value, last = CURSORS[wanted.sort].decode(wanted.before)
        query = query.where(peewee.Tuple(key, Thread.id) < peewee.Tuple(key.db_value(value), last))
    rows = list(query.order_by(key.desc(), Thread.id.desc()).limit(wanted.limit + 1).dicts())
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    return rows, CURSORS[wanted.sort].encode(rows[-1][key.name], rows[-1]["id"]) if more else None


def pinned_of(board: Board) -> list[dict[str, Any]]:
    """The pinned threads of a board in their order, as dicts."""
    pinned = list_query().where(Thread.board == board.id, Thread.pinned.is_null(False), Thread.public)
    return list(pinned.order_by(Thread.pinned, Thread.id).dicts())


def list_query() -> peewee.ModelSelect:
    """A query of threads with the columns that a row of a list shows."""
    return Thread.select(
        Thread.id,
        shown.title_column(),
        Thread.kind,
        Thread.status,
        Thread.hidden,
        *author_columns(Thread),
        Thread.created_at,
        Thread.floors,
        Thread.supports,
        Thread.last_at,
        Thread.last_name,
        Thread.next_due_at,
        Thread.channel,
        Thread.department.alias("lead_id"),
        Thread.author_department_name.alias("department_short"),
        Department.slug.alias("department_slug"),
        Thread.pinned,
        Thread.highlighted,
        Thread.locked,
        Thread.ended,
        Thread.moved_out,
    ).join(Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Thread.author_department)


def thread_row(row: dict[str, Any], viewer: Actor, now: datetime) -> ThreadRow:
    """The ThreadRow of a dict of `list_query`."""
    return ThreadRow(
        id=row["id"],
        title=shown.visible_title(row["title"], row["hidden"]),
        kind_label=KIND_LABELS.get(row["kind"]),
        badge=badge(row["status"], row["next_due_at"], now),
        author=author(viewer, row),
        created_at=row["created_at"],
        replies=row["floors"] - 1 - row["moved_out"],
        supports=row["supports"],
        last_at=row["last_at"],
        last_name=last_name(row["last_name"]),
        pages=page_count(row["floors"]),
        hidden=row["hidden"],
        marks=marks_of(row),
    )


def _filtered(query, wanted, now):
    if wanted.status == OVERDUE:
        query = query.where(Thread.status.in_(list(OPEN)), Thread.next_due_at < now)
    elif wanted.status:
        query = query.where(Thread.status == wanted.status)
    if wanted.best:
        query = query.where(Thread.highlighted)
    if wanted.unpinned:
        query = query.where(Thread.pinned.is_null())
    return query.where(Thread.kind == wanted.kind) if wanted.kind else query


def _today(board, now, city):
    return Tally.select(Tally.posts).where(Tally.board == board.id, Tally.day == city.day(now)).scalar() or 0


def _statuses(url, wanted):
    choices = [(None, M("全部"))] + [(status.value, STATUS_LABELS[status]) for status in SHOWN_STATUSES]
    choices.append((OVERDUE, M("逾期")))
    return tuple(Filter(label, _url(url, wanted, status=value), wanted.status == value) for value, label in choices)


def _kinds(url, wanted):
    choices = [(None, M("全部"))] + [(kind.value, label) for kind, label in KIND_LABELS.items()]
    return tuple(Filter(label, _url(url, wanted, kind=value), wanted.kind == value) for value, label in choices)


def _choices(url, wanted):
    choices = ((None, M("全部主题")), ("1", M("精华")))
    return tuple(Filter(label, _url(url, wanted, best=value), wanted.best == bool(value)) for value, label in choices)


def _sorts(url, wanted):
    return tuple(Filter(label, _url(url, wanted, sort=sort), wanted.sort == sort) for sort, (label, _) in SORTS.items())


def _url(url, wanted, **changed):
    parameters = {
        "status": wanted.status,
        "kind": wanted.kind,
        "sort": None if wanted.sort == "latest" else wanted.sort,
    }
    parameters |= {"best": "1" if wanted.best else None, **changed}
    if parameters.get("sort") == "latest":
        parameters["sort"] = None
    asked = urlencode({key: value for key, value in parameters.items() if value})
    return f"{url}?{asked}" if asked else url

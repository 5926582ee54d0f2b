"""Lists of threads, of a board and of all boards: filters, sort orders, keyset paging."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import peewee

from boards.clocks.city import City
from boards.models.threads import PUBLIC, Board, Category, Department, Tally, Thread
from boards.pages.lists import BoardPage, ThreadRow, ThreadsPage
from boards.pages.parts import Link
from boards.queries.lists import board_filters
from boards.queries.lists.board_filters import CURSORS, DUE, LATEST, OVERDUE, SORTS, BoardFilters, listed_on, url
from boards.queries.lists.own import OwnOfList, listed, put_own
from boards.queries.parts import shown
from boards.queries.parts.badges import badge, marks_of
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.queries.parts.people import author, author_columns, last_name
from boards.queries.parts.viewed import viewed
from boards.queries.parts.watches import read_by, unread, watching_board
from boards.rules import access
from boards.rules.floors import page_count
from boards.rules.labels import KIND_LABELS
from boards.rules.status import OPEN
from forum.messages import M
from forum.problems import NotFound
from forum.roles import GUEST, Actor
from forum.store.db import composed
from forum.store.sql.conditions import is_true, unindexed


def get_board(slug: str) -> Board:
    """The Board with its category and department; raises NotFound."""
    found: Board
    for found in _boards(slug):
        return found
    raise NotFound(M("没有这个版块。"))


@composed
def _boards(slug):
    found = Board.select(Board, Category, Department).join(Category).switch(Board)
    return found.join(Department, peewee.JOIN.LEFT_OUTER).where(Board.slug == slug)


def board_page(
    slug: str, wanted: BoardFilters, viewer: Actor, now: datetime, city: City, own: OwnOfList | None = None
) -> BoardPage:
    """The BoardPage of `slug` for `viewer`, or whoever has that `own`; raises NotFound, and Malformed for a bad cursor."""
    board = get_board(slug)
    wanted = replace(wanted, unpinned=wanted == BoardFilters(before=wanted.before))
    rows, cursor = threads_of(board, wanted, now, viewer)
    pinned = pinned_of(board, viewer) if wanted.unpinned and not wanted.before else []
    if own:
        put_own([*rows, *pinned], own)
    offered = board_filters.offered(board, wanted, now)
    closed = board.department is not None and not board.department.active
    return BoardPage(
        slug=slug,
        name=board.name,
        description=board.description,
        section=board.section,
        department=board.department and Link(board.department.name, f"/departments/{board.department.slug}"),
        breadcrumb=breadcrumb(board)[:-1],
        statuses=offered.statuses,
        kinds=offered.kinds,
        sorts=offered.sorts,
        rows=tuple(thread_row(row, viewer, now) for row in rows),
        threads=board.threads,
        today=_today(board, now, city),
        older=cursor and url(board, wanted, before=cursor),
        newest=url(board, wanted) if wanted.before else None,
        may_ask=not closed and (not viewer.signed_in or access.may_start(viewer, board.section)),
        closed=closed,
        pinned=tuple(thread_row(row, viewer, now) for row in pinned),
        choices=offered.choices,
        watching=own.watching if own else watching_board(board, viewer),
        listed=listed(board.id, [*rows, *pinned]),
    )


def threads_page(wanted: BoardFilters, viewer: Actor, now: datetime, own: OwnOfList | None = None) -> ThreadsPage:
    """The ThreadsPage of all boards for `viewer`, or whoever has that `own`; raises Malformed for a bad cursor."""
    rows, cursor = threads_of(None, wanted, now, viewer)
    if own:
        put_own(rows, own)
    offered = board_filters.offered(None, wanted, now)
    plain = BoardFilters(before=wanted.before)
    return ThreadsPage(
        statuses=offered.statuses,
        kinds=offered.kinds,
        sorts=offered.sorts,
        choices=offered.choices,
        rows=tuple(row_with_board(row, viewer, now) for row in rows),
        older=cursor and url(None, wanted, before=cursor),
        newest=url(None, wanted) if wanted.before else None,
        everything=None if wanted == plain else url(None, plain),
        listed=listed(None, rows),
    )


def threads_of(
    board: Board | None, wanted: BoardFilters, now: datetime, viewer: Actor = GUEST
) -> tuple[list[dict[str, Any]], str | None]:
    """(rows, cursor): one page of the public threads of a board, or of all, as dicts, and the cursor of the next page or None."""
    key = SORTS[wanted.sort][1]
    value, last = CURSORS[wanted.sort].decode(wanted.before) if wanted.before else (None, None)
    status = None if wanted.status == OVERDUE else wanted.status
    form = replace(wanted, status=OVERDUE if wanted.status == OVERDUE else None, kind=None, before=None)
    rows = _rows(
        board and board.id, viewer.account, now, status, wanted.kind, value, last,
        everywhere=board is None, signed_in=viewer.signed_in, form=form,
        used=(_sort_of(status), bool(wanted.kind), bool(wanted.before)),
    )  # fmt: skip
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    return rows, CURSORS[wanted.sort].encode(rows[-1][key.name], rows[-1]["id"]) if more else None


def _sort_of(status):
    return status and ("open" if status in OPEN else "settled")


@composed
def _rows(board, account, now, status, kind, value, last, *, everywhere, signed_in, form, used):
    """A page of `list_query`: `form` has the filters that are no values, `used` says which of status, kind and cursor there are."""
    of_status, of_kind, continued = used
    key, ascending = SORTS[form.sort][1], form.sort == DUE
    query = _list_query(account, signed_in)
    query = _filtered((with_board(query) if everywhere else query).where(listed_on(everywhere, board)), form, now)
    if of_status:
        # What is settled is much of a list, whose order is then walked; what is open is little.
        walked = of_status == "settled" and (form.sort != LATEST or everywhere)
        query = query.where((unindexed(Thread.status) if walked else Thread.status) == status)
    if of_kind:
        query = query.where(Thread.kind == kind)
    if continued:
        here, there = peewee.Tuple(key, Thread.id), peewee.Tuple(value, last)
        query = query.where(here > there if ascending else here < there)
    order = (key, Thread.id) if ascending else (key.desc(), Thread.id.desc())
    return query.order_by(*order).limit(form.limit + 1).dicts()


def pinned_of(board: Board, viewer: Actor = GUEST) -> list[dict[str, Any]]:
    """The pinned threads of a board in their order, as dicts."""
    return _pinned(board.id, viewer.account, signed_in=viewer.signed_in)


@composed
def _pinned(board, account, *, signed_in):
    pinned = _list_query(account, signed_in).where(Thread.board == board, Thread.pinned.is_null(False), PUBLIC)
    return pinned.order_by(Thread.pinned, Thread.id).dicts()


def list_query(viewer: Actor = GUEST) -> peewee.ModelSelect:
    """A query of threads with the columns that a row of a list shows, and how far `viewer` has read them."""
    return _list_query(viewer.account, viewer.signed_in)


def _list_query(account, signed_in):
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
        viewed().alias("viewed"),
        read_by(account, signed_in),
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
        viewed=row["viewed"] or 0,
        unread=unread(row["id"], row["floors"], row["read_to"]),
    )


def with_board(query: peewee.ModelSelect) -> peewee.ModelSelect:
    """A `list_query` with the name and the slug of each thread's board."""
    named = Board.slug.alias("board_slug"), Board.name.alias("board_name")
    return query.select_extend(*named).join_from(Thread, Board, on=Board.id == Thread.board)


def row_with_board(row: dict[str, Any], viewer: Actor, now: datetime) -> ThreadRow:
    """The ThreadRow of a dict of `with_board`. It may be pinned on its board; among all threads it is not."""
    board = Link(row["board_name"], f"/boards/{row['board_slug']}")
    return replace(thread_row(row | {"pinned": None}, viewer, now), board=board)


def _filtered(query, form, now):
    if form.sort == DUE:
        query = query.where(unindexed(Thread.status).in_(list(OPEN)), Thread.next_due_at.is_null(False))
    if form.status == OVERDUE:
        query = query.where(unindexed(Thread.status).in_(list(OPEN)), Thread.next_due_at < now)
    if form.best:
        query = query.where(is_true(Thread.highlighted))
    return query.where(Thread.pinned.is_null()) if form.unpinned else query


def _today(board, now, city):
    rows = _tally(board.id, city.day(now))
    return rows[0][0] if rows else 0


@composed
def _tally(board, day):
    return Tally.select(Tally.posts).where(Tally.board == board, Tally.day == day).tuples()

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
from boards.queries.lists.board_filters import CURSORS, DUE, LATEST, OVERDUE, SORTS, BoardFilters, url, visible_to_all
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
from forum.store.sql.conditions import is_true, unindexed


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
    rows, cursor = threads_of(board, wanted, now, viewer)
    pinned = pinned_of(board, viewer) if wanted.unpinned and not wanted.before else ()
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
        watching=watching_board(board, viewer),
    )


def threads_page(wanted: BoardFilters, viewer: Actor, now: datetime) -> ThreadsPage:
    """The ThreadsPage of all boards; raises Malformed for a bad cursor."""
    rows, cursor = threads_of(None, wanted, now, viewer)
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
    )


def threads_of(
    board: Board | None, wanted: BoardFilters, now: datetime, viewer: Actor = GUEST
) -> tuple[list[dict[str, Any]], str | None]:
    """(rows, cursor): one page of the public threads of a board, or of all, as dicts, and the cursor of the next page or None."""
    key, ascending = SORTS[wanted.sort][1], wanted.sort == DUE
    query = list_query(viewer) if board else with_board(list_query(viewer))
    query = _filtered(query.where(visible_to_all(board)), wanted, now, board is not None)
    if wanted.before:
        value, last = CURSORS[wanted.sort].decode(wanted.before)
        here, there = peewee.Tuple(key, Thread.id), peewee.Tuple(key.db_value(value), last)
        query = query.where(here > there if ascending else here < there)
    order = (key, Thread.id) if ascending else (key.desc(), Thread.id.desc())
    rows = list(query.order_by(*order).limit(wanted.limit + 1).dicts())
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    return rows, CURSORS[wanted.sort].encode(rows[-1][key.name], rows[-1]["id"]) if more else None


def pinned_of(board: Board, viewer: Actor = GUEST) -> list[dict[str, Any]]:
    """The pinned threads of a board in their order, as dicts."""
    pinned = list_query(viewer).where(Thread.board == board.id, Thread.pinned.is_null(False), PUBLIC)
    return list(pinned.order_by(Thread.pinned, Thread.id).dicts())


def list_query(viewer: Actor = GUEST) -> peewee.ModelSelect:
    """A query of threads with the columns that a row of a list shows, and how far `viewer` has read them."""
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
        read_by(viewer),
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


def _filtered(query, wanted, now, of_board):
    if wanted.sort == DUE:
        query = query.where(unindexed(Thread.status).in_(list(OPEN)), Thread.next_due_at.is_null(False))
    if wanted.status == OVERDUE:
        query = query.where(unindexed(Thread.status).in_(list(OPEN)), Thread.next_due_at < now)
    elif wanted.status:
        # What is settled is much of a list, whose order is then walked; what is open is little.
        settled = wanted.status not in OPEN and (wanted.sort != LATEST or not of_board)
        query = query.where((unindexed(Thread.status) if settled else Thread.status) == wanted.status)
    if wanted.best:
        query = query.where(is_true(Thread.highlighted))
    if wanted.unpinned:
        query = query.where(Thread.pinned.is_null())
    return query.where(Thread.kind == wanted.kind) if wanted.kind else query


def _today(board, now, city):
    return Tally.select(Tally.posts).where(Tally.board == board.id, Tally.day == city.day(now)).scalar() or 0

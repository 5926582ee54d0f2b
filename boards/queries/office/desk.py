"""A spokesperson's desk: the own departments' open work as a table, and what it promised. Six statements, the session's included."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import peewee

from boards.clocks.city import City
from boards.clocks.deadlines import COHANDLING
from boards.models.cases import Draft, Extension
from boards.models.threads import Board, Clock, Department, Thread
from boards.pages.office import DeskPage, DeskRow
from boards.pages.parts import Button, Filter, Link
from boards.pages.tables import columns
from boards.queries.lists.board import list_query, thread_row
from boards.queries.lists.promises import DUE, due_column, promises_url
from boards.queries.office.desk_filter import (
    COLLEAGUES,
    FILTERS,
    MINE,
    NOBODYS,
    OVERDUE,
    PATH,
    DeskFilter,
)
from boards.queries.office.workload import LEADS, counted, desk_rows, work_counts, workload
from boards.queries.thread.thread import clock_view
from boards.queries.thread.thread_page import BUTTON_LABELS
from boards.rules import bulk
from boards.rules.labels import KIND_LABELS, POST_LABELS, STATUS_LABELS, VERB_LABELS
from boards.rules.status import Status, Verb
from forum.accounts.models import Account, RoleGrant
from forum.messages import M, Message
from forum.roles import Actor, Role
from forum.store.sql.conditions import unindexed

MOST = 50  # rows of a page
WRITING = timedelta(minutes=15)  # a draft saved within this time counts as being written now

ALL = M("全部")
SPECIAL_LABELS = {COHANDLING: M("请本部门会办"), OVERDUE: M("逾期")}
FILTER_LABELS: dict[Any, Message | str] = {
    None: ALL,
    **{each: SPECIAL_LABELS.get(each) or STATUS_LABELS[Status(each)] for each in FILTERS},
}
TAKER_LABELS: dict[Any, Message | str] = {
    None: ALL,
    MINE: M("我受理的"),
    COLLEAGUES: M("同事受理的"),
    NOBODYS: M("还没有人受理"),
}
COLUMNS = (
    ("case", M("问题"), ""),
    ("status", M("状态"), "status"),
    ("due", M("时限"), "due"),
    ("asked", M("提问时间"), "asked"),
    ("replies", M("回复数"), "-replies"),
    ("supports", M("支持数"), "-supports"),
    ("acts", M("操作"), ""),
)
ACCEPTED = M("%(name)s 受理")
ACCEPTED_BY_YOU = M("您受理的")

Taker = Account.alias("taker")
Lead = Department.alias("lead")


def desk_page(viewer: Actor, asked: DeskFilter, now: datetime, city: City) -> DeskPage:
    """The DeskPage of a spokesperson."""
    departments = sorted(viewer.departments)
    (offices, promises), counts = _offices(departments, city.day(now)), work_counts(viewer, asked.q, now)
    rows, cursor = _work(departments, asked, viewer, now)
    clocks, drafts = _clocks(rows, departments), _drafts(rows, departments)
    return DeskPage(
        departments=tuple(offices.values()),
        filters=_choices(asked, counts, "status", FILTER_LABELS),
        kinds=_several(_choices(asked, counts, "kind", {None: ALL, **KIND_LABELS})),
        takers=_several(_choices(asked, counts, "taker", TAKER_LABELS)),
        offices=_choices(asked, counts, "office", {None: ALL, **offices}) if len(offices) > 1 else (),
        columns=columns(COLUMNS, asked.order, lambda sort: asked.url(sort=sort)),
        rows=tuple(_row(row, clocks, drafts, asked, viewer, now, city) for row in rows),
        number=counted(counts, asked),
        words=asked.q,
        most=bulk.MOST,
        kept=tuple(replace(asked, q="", after=None).parameters.items()),
        everything=PATH if asked.narrowed else None,
        narrowed=bool(asked.kind or asked.taker or asked.office),
        here=asked.url(after=asked.after),
        first=asked.url() if asked.after else None,
        following=cursor and asked.url(after=cursor),
        promises=promises,
    )


def next_case(viewer: Actor, asked: DeskFilter, now: datetime, without: int) -> int | None:
    """The first case on the desk that is not the thread `without`; None when there is no other. One statement."""
    work = workload(sorted(viewer.departments))
    others = Thread.select(Thread.id).join(work, on=work.c.thread == Thread.id).where(Thread.id != without)
    rows, _ = desk_rows(others, work, replace(asked, after=None), viewer, now, 1)
    return rows[0]["id"] if rows else None


def _offices(departments, today):
    """(slug -> short name of each of the departments, the lists of their promises that are due)."""
    rows = Department.select(Department.slug, Department.short, due_column(today)).where(Department.id.in_(departments))
    found = list(rows.order_by(Department.id).tuples())
    due = (Filter(short, promises_url(slug, state=DUE), False, number) for slug, short, number in found if number)
    return {slug: short for slug, short, _ in found}, tuple(due)


def _choices(asked, counts, name, labels):
    """The choices of one filter, each with the number of rows that it would show beside the other filters."""
    return tuple(
        Filter(
            label,
            asked.url(**{name: value}),
            getattr(asked, name) == value,
            counted(counts, replace(asked, **{name: value})),
        )
        for value, label in labels.items()
    )


def _several(choices):
    """The choices of a filter, none where there is nothing to filter."""
    return (
        choices if any(each.chosen for each in choices[1:]) or sum(bool(each.count) for each in choices[1:]) > 1 else ()
    )


def _work(departments, asked, viewer, now):
    work = workload(departments)
    query = (
        list_query()
        .select_extend(
            work.c.due_at,
            work.c.clock,
            Board.slug.alias("board_slug"),
            Board.name.alias("board_name"),
            Thread.accepted_by.alias("taker"),
            Taker.display_name.alias("taker_name"),
            Lead.short.alias("lead_short"),
        )
        .join_from(Thread, work, on=work.c.thread == Thread.id)
        .join_from(Thread, Board, on=Board.id == Thread.board)
        .join_from(Thread, Lead, peewee.JOIN.LEFT_OUTER, on=Lead.id == Thread.department)
        .join_from(Thread, Taker, peewee.JOIN.LEFT_OUTER, on=Taker.id == Thread.accepted_by)
    )
    return desk_rows(query, work, asked, viewer, now, MOST)


def _clocks(rows, departments):
    """(thread, request's clock or LEADS) -> the running Clock that is due first, with the extension asked for it."""
    waits = (Extension.clock == Clock.id) & Extension.decided_at.is_null()
    running = (
        Clock.select(Clock, Department.short, Department.slug, Extension.until)
        .join(Department)
        .join_from(Clock, Extension, peewee.JOIN.LEFT_OUTER, on=waits, attr="wish")
        .where(Clock.thread.in_(_threads(rows)), unindexed(Clock.department).in_(departments), Clock.met_at.is_null())
        .order_by(Clock.due_at.desc(), Clock.id)
    )
    return {(clock.thread_id, clock.id if clock.kind == COHANDLING else LEADS): clock for clock in running}


def _drafts(rows, departments):
    """thread -> (account, name, kind, saved at) of the drafts of the departments' spokespersons, without their text."""
    colleague = RoleGrant.select(RoleGrant.id).where(
        RoleGrant.account == Draft.account,
        RoleGrant.role == Role.SPOKESPERSON.value,
        RoleGrant.department_id.in_(departments),
        RoleGrant.revoked_at.is_null(),
    )
    query = (
        Draft.select(Draft.thread, Draft.account, Account.display_name, Draft.kind, Draft.saved_at)
        .join(Account)
        .where(Draft.thread.in_(_threads(rows)), peewee.fn.EXISTS(colleague))
        .order_by(Draft.saved_at)
    )
    found = {}
    for thread, *draft in query.tuples():
        found.setdefault(thread, []).append(draft)
    return found


def _threads(rows):
    return sorted({row["id"] for row in rows})


def _row(row, clocks, drafts, asked, viewer, now, city):
    clock, helping = clocks.get((row["id"], row["clock"])), row["clock"] != LEADS
    in_thread = drafts.get(row["id"], ())
    row["next_due_at"] = clock and clock.due_at  # only this department's own clocks count as late here
    own = next((kind for account, _, kind, _ in in_thread if account == viewer.account), None)
    return DeskRow(
        thread=thread_row(row, viewer, now),
        board=Link(row["board_name"], f"/boards/{row['board_slug']}"),
        department=row["lead_short"] or "",
        clock=clock and clock_view(clock, Thread(kind=row["kind"]), now, city),
        accept=None if helping else _accept(row),
        answer=_input(row) if helping else _answer(row),
        hand_on=None if helping else _hand_on(row, asked),
        cohandlers=helping,
        notes=(*_taken(row, viewer, helping), *_waiting(clock, city), *_writing(in_thread, viewer, now)),
        draft=own and POST_LABELS.get(own, M("普通回复")),
    )


def _accept(row):
    if row["status"] not in (Status.UNACCEPTED, Status.FOLLOWING_UP):
        return None
    return Button("accept", BUTTON_LABELS[Verb.ACCEPT], f"/threads/{row['id']}/acceptance", primary=True)


def _answer(row):
    primary = row["status"] == Status.ACCEPTED
    return Button("answer", M("答复"), f"/threads/{row['id']}/reply", primary=primary, form=True)


def _hand_on(row, asked):
    address = urlencode({"thread": row["id"], "next": asked.url(after=asked.after)})
    return Button("transfer", VERB_LABELS[Verb.TRANSFER], f"/desk/transfers?{address}", form=True)


def _input(row):
    return Button("input", VERB_LABELS[Verb.INPUT], f"/threads/{row['id']}/input", primary=True, form=True)


def _taken(row, viewer, helping):
    if helping or not row["taker"]:
        return
    yield ACCEPTED_BY_YOU if row["taker"] == viewer.account else ACCEPTED.with_values(name=row["taker_name"])


def _waiting(clock, city):
    wish = getattr(clock, "wish", None)
    if wish:
        until = wish.until.astimezone(city.timezone)
        yield M("已申请延到 %(until)s，等督办决定", until=f"{until:%Y-%m-%d %H:%M}")


def _writing(drafts, viewer, now):
    for account, name, _, saved_at in drafts:
        if account != viewer.account:
            lately = now - saved_at < WRITING
            yield M("%(name)s 正在起草", name=name) if lately else M("%(name)s 有一份草稿", name=name)

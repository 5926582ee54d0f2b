"""A spokesperson's desk: the own departments' open work by due time. Six statements, the session's included."""

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
from boards.queries.lists.board import list_query, thread_row
from boards.queries.office.workload import FILTERS, LEADS, OVERDUE, DeskFilter, desk_counts, desk_rows, workload
from boards.queries.thread.thread import clock_view
from boards.queries.thread.thread_page import BUTTON_LABELS
from boards.rules.labels import POST_LABELS, STATUS_LABELS, VERB_LABELS
from boards.rules.status import Status, Verb
from forum.accounts.models import Account, RoleGrant
from forum.messages import M, Message
from forum.roles import Actor, Role

MOST = 100
WRITING = timedelta(minutes=15)  # a draft saved within this time counts as being written now

FILTER_LABELS: dict[Any, Message] = {
    None: M("全部"),
    **STATUS_LABELS,
    COHANDLING: M("请本部门会办"),
    OVERDUE: M("逾期"),
}
ACCEPTED = M("%(name)s 受理")
ACCEPTED_BY_YOU = M("您受理的")

Taker = Account.alias("taker")
Lead = Department.alias("lead")


def desk_page(viewer: Actor, asked: DeskFilter, now: datetime, city: City) -> DeskPage:
    """The DeskPage of a spokesperson."""
    departments = sorted(viewer.departments)
    rows, cursor = _work(departments, asked, now)
    clocks, drafts = _clocks(rows, departments), _drafts(rows, departments)
    return DeskPage(
        departments=_names(departments),
        filters=_filters(asked, desk_counts(departments, now)),
        rows=tuple(_row(row, clocks, drafts, viewer, now, city) for row in rows),
        here=_url(asked.status, asked.after),
        first=_url(asked.status) if asked.after else None,
        following=cursor and _url(asked.status, cursor),
    )


def _names(departments):
    rows = Department.select(Department.short).where(Department.id.in_(departments)).order_by(Department.id)
    return tuple(name for (name,) in rows.tuples())


def _filters(asked, counted):
    return tuple(
        Filter(FILTER_LABELS[status], _url(status), asked.status == status, counted[status])
        for status in (None, *FILTERS)
    )


def _work(departments, asked, now):
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
    return desk_rows(query, work, asked, now, MOST)


def _clocks(rows, departments):
    """(thread, request's clock or LEADS) -> the running Clock that is due first, with the extension asked for it."""
    waits = (Extension.clock == Clock.id) & Extension.decided_at.is_null()
    running = (
        Clock.select(Clock, Department.short, Department.slug, Extension.until)
        .join(Department)
        .join_from(Clock, Extension, peewee.JOIN.LEFT_OUTER, on=waits, attr="wish")
        .where(Clock.thread.in_(_threads(rows)), Clock.department.in_(departments), Clock.met_at.is_null())
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


def _row(row, clocks, drafts, viewer, now, city):
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
        cohandlers=helping,
        notes=(*_taken(row, viewer, helping), *_waiting(clock, city), *_writing(in_thread, viewer, now)),
        draft=own and POST_LABELS.get(own, M("普通回复")),
    )


def _accept(row):
    if row["status"] not in (Status.UNACCEPTED, Status.FOLLOWING_UP):
        return None
    return Button("accept", BUTTON_LABELS[Verb.ACCEPT], f"/threads/{row['id']}/acceptance", primary=True)


def _answer(row):
    if row["status"] == Status.UNACCEPTED:
        return None
    primary = row["status"] == Status.ACCEPTED
    return Button("answer", M("答复"), f"/threads/{row['id']}/reply", primary=primary, form=True)


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


def _url(status, after=None):
    asked = urlencode({key: value for key, value in (("status", status), ("after", after)) if value})
    return f"/desk?{asked}" if asked else "/desk"

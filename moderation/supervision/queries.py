"""The supervisors' page: extensions to decide, alarms of passing back and forth, overdue cases, each as a sorted table."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import peewee

from boards.models.cases import Extension
from boards.models.threads import Board, Clock, Department, Thread
from boards.pages.office import QueueRow
from boards.pages.parts import Filter, Link
from boards.pages.tables import columns
from boards.queries.lists.board import list_query, thread_row
from boards.queries.parts import shown
from boards.queries.parts.countdown import time_left
from boards.queries.parts.sorted_rows import SortKey, moment_key, sorted_rows
from boards.rules.labels import ALARM_LABELS, KIND_LABELS
from boards.rules.status import OPEN
from forum.accounts.models import Account
from forum.messages import M
from forum.roles import Actor
from forum.store.log import Deed, Entry, entry_data
from moderation.supervision.choice import ALARMS, EXTENSIONS, OVERDUE, SORTS, VIEWS, SupervisionChoice
from moderation.supervision.pages import AlarmRow, ExtensionRow, OverdueRow, SupervisionPage, Table

BEGINNING = 20  # rows of a table among the others
MOST = 50  # rows of a page of one table

TABS = {"": M("全部"), EXTENSIONS: M("等待决定的延期申请"), ALARMS: M("踢皮球警示"), OVERDUE: M("正在逾期")}
CASE, OFFICE = ("case", M("问题"), ""), ("office", M("承办部门"), "")
COLUMNS = {
    EXTENSIONS: (
        CASE,
        OFFICE,
        ("asked", M("申请时间"), "asked"),
        ("due", M("现在的时限"), "due"),
        ("until", M("希望延到"), "until"),
        ("acts", M("决定"), ""),
    ),
    ALARMS: (CASE, ("why", M("原因"), ""), ("hops", M("转办次数"), ""), OFFICE, ("at", M("时间"), "-at")),
    OVERDUE: (
        CASE,
        OFFICE,
        ("status", M("状态"), ""),
        ("due", M("时限"), "due"),
        ("asked", M("提问时间"), "asked"),
        ("supports", M("支持数"), "-supports"),
    ),
}
KEYS: Mapping[str, Mapping[str, SortKey]] = {
    EXTENSIONS: {
        "asked": moment_key(Extension.asked_at),
        "due": moment_key(Clock.due_at),
        "until": moment_key(Extension.until),
    },
    ALARMS: {"at": moment_key(Entry.at)},
    OVERDUE: {
        "due": moment_key(Thread.next_due_at),
        "asked": moment_key(Thread.created_at),
        "supports": SortKey(Thread.supports),
    },
}
TIES = {EXTENSIONS: (Extension.id,), ALARMS: (Entry.id,), OVERDUE: (Thread.id,)}

Lead = Department.alias("lead")
ALL_TABLES = SupervisionChoice()


def supervision_page(viewer: Actor, now: datetime, choice: SupervisionChoice = ALL_TABLES) -> SupervisionPage:
    """The SupervisionPage: one table with its filters, or the beginnings of all three; raises Malformed for a bad cursor."""
    counts = {view: _counts(view, now) for view in VIEWS}
    wanted = (choice.view,) if choice.view else VIEWS
    tables = {view: _table(view, viewer, now, choice, counts[view]) for view in wanted}
    numbers = {view: sum(each.values()) for view, each in counts.items()}
    page = SupervisionPage(
        tabs=tuple(
            Filter(label, SupervisionChoice(view).url(), choice.view == view, numbers.get(view))
            for view, label in TABS.items()
        ),
        **tables,
    )
    return _with_filters(page, choice, counts[choice.view]) if choice.view else page


def _with_filters(page, choice, counts):
    """The page with the choices of department and kind, each counted beside the other."""
    offices, kinds = Counter(), Counter()
    for (slug, short, kind), number in counts.items():
        if not choice.kind or kind == choice.kind:
            offices[slug, short] += number
        if not choice.office or slug == choice.office:
            kinds[kind] += number
    known = [(slug, M("%(name)s（%(n)s）", name=short, n=n)) for (slug, short), n in offices.most_common() if slug]
    labels = {"": M("全部"), **KIND_LABELS}
    return replace(
        page,
        kinds=tuple(
            Filter(label, choice.url(kind=kind), choice.kind == kind, kinds[kind] if kind else kinds.total())
            for kind, label in labels.items()
        ),
        offices=tuple(known),
        office=choice.office,
        kept=tuple(
            (name, value) for name, value in asdict(choice).items() if value and name not in ("office", "after")
        ),
    )


def _counts(view, now):
    """(slug, short name, kind) -> how many rows of the table there are."""
    by = (Lead.slug, Lead.short, Thread.kind)
    rows = _base(view, now).select(*by, peewee.fn.COUNT(TIES[view][0])).group_by(*by)
    return {tuple(row[:3]): row[3] for row in rows.tuples()}


def _table(view, viewer, now, choice, counts):
    of_view = SupervisionChoice(view)
    order = choice.order_of(view)
    query = _filtered(_base(view, now).select(*_selected(view)), choice)
    size = MOST if choice.view else BEGINNING
    rows, cursor = sorted_rows(
        query, KEYS[view][order.name], TIES[view], choice.after or None, size, descending=order.descending
    )
    asked = choice if choice.view else of_view
    return Table(
        columns=columns(COLUMNS[view], order, lambda sort: asked.url(sort="" if sort == SORTS[view][0] else sort)),
        rows=tuple(ROWS[view](row, viewer, now) for row in rows),
        number=sum(n for (slug, _, kind), n in counts.items() if _passes(slug, kind, choice)),
        whole=of_view.url(),
        first=choice.url() if choice.after else None,
        following=choice.url(after=cursor) if cursor and choice.view else None,
    )


def _passes(slug, kind, choice):
    return (not choice.office or slug == choice.office) and (not choice.kind or kind == choice.kind)


def _filtered(query, choice):
    query = query.where(Lead.slug == choice.office) if choice.office else query
    return query.where(Thread.kind == choice.kind) if choice.kind else query


def _base(view, now):
    """The rows of a table with their thread and Lead, the department in question."""
    if view == EXTENSIONS:
        rows = Extension.select().join(Clock).join_from(Extension, Thread, on=Thread.id == Extension.thread)
        rows = rows.join_from(Extension, Lead, on=Lead.id == Extension.department)
        return rows.join_from(Extension, Account, on=Account.id == Extension.asked_by).where(
            Extension.decided_at.is_null()
        )
    if view == ALARMS:
        rows = Entry.select().join(Thread, on=Thread.id == Entry.thread_id).where(Entry.deed == Deed.ALARM.value)
        return _with_lead(rows)
    rows = list_query().join_from(Thread, Board, peewee.JOIN.INNER, on=Board.id == Thread.board)
    return _with_lead(rows.where(Thread.status.in_(list(OPEN)), Thread.next_due_at < now))


def _with_lead(rows):
    return rows.join_from(Thread, Lead, peewee.JOIN.LEFT_OUTER, on=Lead.id == Thread.department)


def _selected(view):
    named = (Thread.id.alias("thread_id"), shown.title_column(), Thread.hidden, Lead.short.alias("lead_short"))
    if view == EXTENSIONS:
        own = (Extension.id, Extension.asked_at, Extension.until, Extension.reason, Clock.due_at, Account.display_name)
        return (*own, *named)
    if view == ALARMS:
        return (Entry.at, Entry.reason, Entry.data, *named)
    return (*list_query().selected_columns, Board.slug.alias("board_slug"), Board.name.alias("board_name"), named[3])


def _case(row):
    return Link(shown.visible_title(row["title"], row["hidden"]), f"/threads/{row['thread_id']}")


def _extension(row: dict[str, Any], viewer: Actor, now: datetime) -> ExtensionRow:
    return ExtensionRow(
        row["id"],
        _case(row),
        row["lead_short"],
        row["display_name"],
        row["asked_at"],
        row["due_at"],
        row["until"],
        row["reason"],
    )


def _alarm(row: dict[str, Any], viewer: Actor, now: datetime) -> AlarmRow:
    hops = entry_data(row["data"])["hops"]
    return AlarmRow(row["at"], _case(row), ALARM_LABELS[row["reason"]], hops, row["lead_short"] or "")


def _overdue(row: dict[str, Any], viewer: Actor, now: datetime) -> OverdueRow:
    board = Link(row["board_name"], f"/boards/{row['board_slug']}")
    left = time_left(row["next_due_at"], now)
    case = QueueRow(thread_row(row, viewer, now), board, due_at=row["next_due_at"], left=left)
    return OverdueRow(case, row["lead_short"] or "")


ROWS = {EXTENSIONS: _extension, ALARMS: _alarm, OVERDUE: _overdue}

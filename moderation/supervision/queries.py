"""The supervisors' page: extensions, alarms, cases due today and overdue, unsatisfied askers, each as a sorted table."""

from collections import Counter
from dataclasses import asdict, replace
from datetime import datetime, tzinfo
from functools import reduce
from typing import Any

import peewee

from boards.models.threads import Thread
from boards.pages.parts import Filter
from boards.pages.tables import columns
from boards.queries.parts.sorted_rows import sorted_rows
from boards.rules.labels import KIND_LABELS
from forum.messages import M
from forum.roles import Actor
from moderation.supervision.choice import (
    ALARMS,
    DUE,
    EXTENSIONS,
    OVERDUE,
    SORTS,
    UNSATISFIED,
    VIEWS,
    SupervisionChoice,
)
from moderation.supervision.pages import SupervisionPage, Table
from moderation.supervision.rows import KEYS, ROWS, TIES, Lead, base_query, columns_of

BEGINNING = 20  # rows of a table among the others
MOST = 50  # rows of a page of one table
MOST_EXPORTED = 10_000

TABS = {
    "": M("全部"),
    EXTENSIONS: M("等待决定的延期申请"),
    ALARMS: M("踢皮球警示"),
    DUE: M("今天到期"),
    OVERDUE: M("正在逾期"),
    UNSATISFIED: M("评价为不满意"),
}
CASE, OFFICE = ("case", M("问题"), ""), ("office", M("承办部门"), "")
CASES = (
    CASE,
    OFFICE,
    ("status", M("状态"), ""),
    ("due", M("时限"), "due"),
    ("asked", M("提问时间"), "asked"),
    ("supports", M("支持数"), "-supports"),
)
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
    DUE: CASES,
    OVERDUE: CASES,
    UNSATISFIED: (
        CASE,
        OFFICE,
        ("grade", M("满意度"), "grade"),
        ("solved", M("是否解决"), ""),
        ("at", M("时间"), "-at"),
    ),
}
ALL_TABLES = SupervisionChoice()


def supervision_page(
    viewer: Actor, now: datetime, zone: tzinfo, choice: SupervisionChoice = ALL_TABLES
) -> SupervisionPage:
    """The SupervisionPage: one table with its filters, or the beginnings of all; raises Malformed for a bad cursor."""
    counts = _counts(now, zone)
    wanted = (choice.view,) if choice.view else VIEWS
    tables = {view: _table(view, viewer, (now, zone), choice, counts[view]) for view in wanted}
    numbers = {view: sum(each.values()) for view, each in counts.items()}
    page = SupervisionPage(
        tabs=tuple(
            Filter(label, SupervisionChoice(view).url(), choice.view == view, numbers.get(view))
            for view, label in TABS.items()
        ),
        **tables,
        asked={name: value for name, value in asdict(choice).items() if value},
    )
    return _with_filters(page, choice, counts[choice.view]) if choice.view else page


def exported_rows(viewer: Actor, now: datetime, zone: tzinfo, choice: SupervisionChoice) -> tuple[Any, ...]:
    """The rows of the table that `choice` names, with its filters and in its order: at most MOST_EXPORTED."""
    return _rows(choice.view, viewer, (now, zone), choice, MOST_EXPORTED)[0]


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


def _counts(now, zone):
    """{view: {(slug, short name, kind): how many rows}}, in one statement."""
    by = (Lead.slug, Lead.short, Thread.kind)
    each = [
        base_query(view, now, zone).select(peewee.Value(number), *by, peewee.fn.COUNT(TIES[view][0])).group_by(*by)
        for number, view in enumerate(VIEWS)
    ]
    found = {view: {} for view in VIEWS}
    for number, *group, count in reduce(peewee.ModelSelect.union_all, each).tuples():
        found[VIEWS[number]][tuple(group)] = count
    return found


def _table(view, viewer, when, choice, counts):
    of_view = SupervisionChoice(view)
    order = choice.order_of(view)
    rows, cursor = _rows(view, viewer, when, choice, MOST if choice.view else BEGINNING)
    asked = choice if choice.view else of_view
    return Table(
        columns=columns(COLUMNS[view], order, lambda sort: asked.url(sort="" if sort == SORTS[view][0] else sort)),
        rows=rows,
        number=sum(n for (slug, _, kind), n in counts.items() if _passes(slug, kind, choice)),
        whole=of_view.url(),
        export=asked.export_url(),
        first=choice.url() if choice.after else None,
        following=choice.url(after=cursor) if cursor and choice.view else None,
    )


def _rows(view, viewer, when, choice, size):
    """(rows as the page shows them, cursor of the next page)."""
    order = choice.order_of(view)
    query = _filtered(base_query(view, *when).select(*columns_of(view)), choice)
    key = KEYS[view][order.name]
    rows, cursor = sorted_rows(query, key, TIES[view], choice.after or None, size, descending=order.descending)
    return tuple(ROWS[view](row, viewer, when[0]) for row in rows), cursor


def _passes(slug, kind, choice):
    return (not choice.office or slug == choice.office) and (not choice.kind or kind == choice.kind)


def _filtered(query, choice):
    query = query.where(Lead.slug == choice.office) if choice.office else query
    return query.where(Thread.kind == choice.kind) if choice.kind else query

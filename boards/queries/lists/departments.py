"""Departments: the tree, how one is found and closed, and the time limits of the city's policy."""

from collections.abc import Iterable

import peewee

from boards.clocks.city import City
from boards.clocks.policy import ClockKind, Unit
from boards.models.threads import Board, Department, Thread
from boards.pages.departments import ClosingPage, DepartmentRow, DepartmentsPage
from boards.pages.parts import Link
from boards.queries.lists import offices
from boards.queries.lists.sums import disposition_sums
from boards.queries.parts.hotline_account import hotline_account
from boards.rules.dispositions import PLACE_LABELS
from boards.rules.status import OPEN
from forum.accounts.models import Account, RoleGrant
from forum.messages import M, Message, N
from forum.problems import NotFound
from forum.roles import Role
from forum.site_settings import Site
from forum.text.reserved import Reserved, reserved_by

LEVEL_LABELS = {
    "municipal": M("市级部门"),
    "county": M("县（市、区）"),
    "township": M("乡镇街道"),
    "community": M("社区"),
}

NO_SUCH_DEPARTMENT = M("没有这个部门。")

PROMISE_LABELS = {
    ClockKind.ACCEPT: M("受理"),
    ClockKind.FIRST_REPLY: M("首次回复"),
    ClockKind.ANSWER: M("答复"),
}


def reserved_names(site: Site, words: Iterable[str] = ()) -> Reserved:
    """The names that citizens may not have: those of the departments, the city and its hotline, and the city's own `words`."""
    offices = Department.select(Department.name, Department.short).tuples()
    account = hotline_account()
    return reserved_by(offices, (*words, account.display_name) if account else words, site)


def get_department(slug: str) -> Department:
    """The Department; raises NotFound."""
    found = Department.get_or_none(Department.slug == slug)
    if found is None:
        raise NotFound(NO_SUCH_DEPARTMENT)
    return found


def departments_page() -> DepartmentsPage:
    """The DepartmentsPage: every active unit, by level, children under their parents."""
    rows = list(_rows())
    groups = []
    for level, label in LEVEL_LABELS.items():
        shown = tuple(_row(row, rows) for row in _in_tree_order(rows, level))
        if shown:
            groups.append((label, shown))
    return DepartmentsPage(tuple(groups), disposition_sums(), PLACE_LABELS)


def closing_page(department: Department) -> ClosingPage:
    """The ClosingPage of a department that is in use; raises NotFound."""
    if not department.active:
        raise NotFound(M("这个部门已经撤销了。"))
    breadcrumb = (*offices.BREADCRUMB, Link(department.name, f"/departments/{department.slug}"))
    waiting = Thread.select().where(Thread.department == department.id, Thread.status.in_(list(OPEN)))
    return ClosingPage(department.slug, department.name, breadcrumb, waiting.count())


def promise(city: City, kind: str | None = None) -> tuple[Message, ...]:
    """The time limits that the city's policy sets for every question, as sentences."""
    rules = [(label, city.policy.rule(clock, kind)) for clock, label in PROMISE_LABELS.items()]
    return tuple(_sentence(label, rule) for label, rule in rules if rule)


UNIT_SENTENCES = {
    Unit.CALENDAR_DAYS: N("%(what)s：%(n)s 天内"),
    Unit.WORKING_DAYS: N("%(what)s：%(n)s 个工作日内"),
    Unit.HOURS: N("%(what)s：%(n)s 小时内"),
}


def _sentence(label, rule):
    if rule.unit is Unit.HOURS and rule.out_of_hours is not None:
        return M(
            "%(what)s：办公时间 %(n)s 小时内，其他时间 %(m)s 小时内", what=label, n=rule.length, m=rule.out_of_hours
        )
    return UNIT_SENTENCES[rule.unit].with_values(what=label, n=rule.length)


def _rows():
    speakers = (
        RoleGrant.select(RoleGrant.department_id, peewee.fn.COUNT(RoleGrant.id).alias("n"))
        .join(Account, on=RoleGrant.account == Account.id)
        .where(RoleGrant.role == Role.SPOKESPERSON.value, RoleGrant.revoked_at.is_null(), Account.disabled_at.is_null())
        .group_by(RoleGrant.department_id)
        .alias("speakers")
    )
    return (
        Department.select(Department, Board.slug.alias("board_slug"), speakers.c.n.alias("speakers"))
        .join(Board, peewee.JOIN.LEFT_OUTER, on=Board.department == Department.id)
        .join_from(Department, speakers, peewee.JOIN.LEFT_OUTER, on=speakers.c.department_id == Department.id)
        .where(Department.active)
        .order_by(Department.position, Department.id)
        .dicts()
    )


def _in_tree_order(rows, level):
    same = [row for row in rows if row["level"] == level]
    ids = {row["id"] for row in same}
    for row in same:
        if row["parent"] not in ids:
            yield row
            yield from _below(row["id"], same)


def _below(parent, same):
    for row in same:
        if row["parent"] == parent:
            yield row
            yield from _below(row["id"], same)


def _row(row, rows):
    same_level = {other["id"] for other in rows if other["level"] == row["level"]}
    return DepartmentRow(
        slug=row["slug"],
        name=row["name"],
        level_label=LEVEL_LABELS[row["level"]],
        depth=int(row["parent"] in same_level),
        board=row["board_slug"],
        spokespersons=row["speakers"] or 0,
    )

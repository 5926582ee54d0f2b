"""One department's page: who speaks for it, its figures, and what of it is a member's own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import peewee

from boards.clocks.city import City
from boards.models.offices import DepartmentClosure, DepartmentPerson, WorkingRules
from boards.models.threads import Board, Department, Thread
from boards.pages.departments import ClosedDepartment, DepartmentPage
from boards.pages.parts import Link
from boards.queries.lists import offices
from boards.queries.lists.departments import LEVEL_LABELS, NO_SUCH_DEPARTMENT, promise
from boards.queries.lists.promises import promise_filters, promises_by_state
from boards.queries.lists.sums import department_figures
from boards.queries.parts.watches import watching_department
from boards.rules.offices.people import may_keep_office
from boards.rules.status import OPEN
from forum.accounts.models import Account, RoleGrant
from forum.problems import NotFound
from forum.roles import Actor, Role
from forum.store.db import composed

UNIT, SPEAKER, PERSON = "unit", "speaker", "person"
CASES, PROMISES = "cases", "promises"
NONE = peewee.Value("")


def department_page(slug: str, viewer: Actor, now: datetime, city: City, own: bool | None = None) -> DepartmentPage:
    """The DepartmentPage of `slug` for `viewer`, or whoever has that `own`, in four statements; raises NotFound."""
    row = _head(slug, viewer)
    department = row["id"]
    named = _named(department, row["parent"])
    numbers = _numbers(department, now, city.day(now))
    parent, children = _family(named[UNIT], row["parent"])
    return DepartmentPage(
        id=department,
        slug=slug,
        name=row["name"],
        level_label=LEVEL_LABELS[row["level"]],
        duty=row["duty"],
        breadcrumb=offices.BREADCRUMB,
        parent=parent,
        children=children,
        board=Link(row["board_name"], f"/boards/{row['board_slug']}") if row["board_slug"] else None,
        spokespersons=tuple((each["name"], each["since"]) for each in named[SPEAKER]),
        promise=promise(city),
        figures=department_figures(department, numbers[CASES]),
        people=offices.by_kind(named[PERSON]),
        rules=offices.latest_of(slug, row["rules"], row["rules_at"]),
        may_keep=row["active"] and may_keep_office(viewer, department),
        promises=tuple(each for each in promise_filters(slug, _counted(numbers[PROMISES])) if each.count),
        watching=bool(own or row["watching"]) if viewer.signed_in else None,
        closed=_closed(row),
        may_close=row["active"] and viewer.has(Role.ADMINISTRATOR),
    )


def own_of_department(actor: Actor, department: int) -> bool | None:
    """Whether a member watches a department; None for who doesn't."""
    return True if _watches(actor.account, department) else None


def _head(slug, viewer):
    """A dict of the department, its board, its latest working rules, its closure, and whether `viewer` watches it; raises NotFound."""
    for found in _heads(slug, viewer.account, signed_in=viewer.signed_in):
        return found
    raise NotFound(NO_SUCH_DEPARTMENT)


@composed
def _heads(slug, account, *, signed_in):
    newer, successor = WorkingRules.alias("newer"), Department.alias("successor")
    newest = newer.select(peewee.fn.MAX(newer.number)).where(newer.department == Department.id)
    latest = (WorkingRules.department == Department.id) & (WorkingRules.number == newest)
    closure = DepartmentClosure.department == Department.id
    columns = (
        Department.id, Department.name, Department.level, Department.duty, Department.parent, Department.active,
        Board.slug.alias("board_slug"), Board.name.alias("board_name"),
        WorkingRules.number.alias("rules"), WorkingRules.created_at.alias("rules_at"),
        watching_department(account, signed_in).alias("watching"),
        DepartmentClosure.closed_at, DepartmentClosure.reason.alias("closed_why"),
        successor.slug.alias("successor_slug"), successor.name.alias("successor_name"),
    )  # fmt: skip
    return (
        Department.select(*columns)
        .join(Board, peewee.JOIN.LEFT_OUTER, on=Board.department == Department.id)
        .join_from(Department, WorkingRules, peewee.JOIN.LEFT_OUTER, on=latest)
        .join_from(Department, DepartmentClosure, peewee.JOIN.LEFT_OUTER, on=closure)
        .join(successor, peewee.JOIN.LEFT_OUTER, on=DepartmentClosure.successor == successor.id)
        .where(Department.slug == slug)
        .dicts()
    )


@composed
def _watches(account, department):
    return Department.select(Department.id).where(Department.id == department, watching_department(account)).tuples()


def _named(department: int, parent: int | None) -> Mapping[str, list[dict[str, Any]]]:
    """{UNIT, SPEAKER or PERSON: dicts in their order}: a department's parent and children, spokespersons, and who holds an office."""
    names = ("place", "id", "name", "slug", "kind", "office", "contact", "since")
    return _grouped((what, dict(zip(names, row, strict=True))) for what, *row in sorted(_names(department, parent)))


@composed
def _names(department, parent):
    in_use = RoleGrant.revoked_at.is_null() & Account.disabled_at.is_null()
    granted = (RoleGrant.role == Role.SPOKESPERSON.value) & (RoleGrant.department_id == department) & in_use
    speaker = (peewee.Value(SPEAKER), RoleGrant.id, RoleGrant.id, Account.display_name, NONE, NONE, NONE, NONE)
    speakers = RoleGrant.select(*speaker, RoleGrant.granted_at).join(Account, on=RoleGrant.account == Account.id)
    it = DepartmentPerson
    person = (peewee.Value(PERSON), it.id, it.id, it.name, NONE, it.kind, it.office, it.contact, it.added_at)
    people = it.select(*person).where(it.department == department, it.removed_at.is_null())
    unit = (peewee.Value(UNIT), Department.position, Department.id, Department.name, Department.slug, NONE, NONE, NONE)
    family = (Department.parent == department) | (Department.id == parent)
    units = Department.select(*unit, peewee.SQL("NULL")).where(family)
    return (speakers.where(granted) + people + units).tuples()


def _numbers(department, now, today):
    """{CASES: (status, open ones, overdue ones), PROMISES: (state, number, 0)}."""
    return _grouped((what, tuple(row)) for what, *row in _counts(department, now, today))


@composed
def _counts(department, now, today):
    late = peewee.fn.SUM(peewee.Case(None, [(Thread.next_due_at < now, 1)], 0))
    cases = Thread.select(peewee.Value(CASES), Thread.status, peewee.fn.COUNT(Thread.id), late)
    cases = cases.where(Thread.department == department, Thread.status.in_(sorted(OPEN))).group_by(Thread.status)
    promises = promises_by_state(department, today, peewee.Value(PROMISES), last=peewee.SQL("0"))
    return (cases + promises).tuples()


def _grouped(pairs: Iterable[tuple[str, Any]]) -> Mapping[str, list[Any]]:
    groups = defaultdict(list)
    for what, row in pairs:
        groups[what].append(row)
    return groups


def _counted(rows):
    return {state: number for state, number, _ in rows}


def _family(units, parent):
    """(the Link of the parent or None, those of the children)."""
    links = {unit["id"]: Link(unit["name"], f"/departments/{unit['slug']}") for unit in units}
    return links.pop(parent, None), tuple(links.values())


def _closed(row):
    if row["closed_at"] is None:
        return None
    successor = row["successor_slug"] and Link(row["successor_name"], f"/departments/{row['successor_slug']}")
    return ClosedDepartment(row["closed_at"], successor or None, row["closed_why"])

"""A department's people, and its working rules with all their versions."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from boards.models.offices import DepartmentPerson, WorkingRules
from boards.models.threads import Department
from boards.pages.departments import (
    EditRulesPage,
    PeopleOfKind,
    PeoplePage,
    PersonRow,
    RulesPage,
    RulesVersion,
)
from boards.pages.parts import Link
from boards.queries.parts.versions import latest_rules
from boards.rules.offices.people import PERSON_LABELS, PersonKind, may_keep_office
from boards.rules.text.difference import difference
from forum.accounts.models import Account
from forum.messages import M, Message
from forum.problems import Forbidden, NotFound
from forum.roles import LABELS, Actor, Role
from forum.text.checks import without_bidi

BREADCRUMB = (Link(M("首页"), "/"), Link(M("部门"), "/departments"))


def by_kind(rows: Iterable[Mapping[str, Any]]) -> tuple[PeopleOfKind, ...]:
    """People, as dicts of a PersonRow's values with their `kind`, by kind."""
    rows = list(rows)
    of_kinds = {kind: tuple(_person(row) for row in rows if row["kind"] == kind) for kind in PersonKind}
    return tuple(PeopleOfKind(PERSON_LABELS[kind], people) for kind, people in of_kinds.items() if people)


def people_page(department: Department, viewer: Actor) -> PeoplePage:
    """The PeoplePage of a department as `viewer` sees it."""
    rows = list(_people(department))
    return PeoplePage(
        **_head(department),
        groups=by_kind(row for row in rows if row["until"] is None),
        former=tuple(_person(row) for row in reversed(rows) if row["until"]),
        may_keep=department.active and may_keep_office(viewer, department.id),
    )


def rules_page(department: Department, viewer: Actor, number: int | None = None) -> RulesPage:
    """The RulesPage of a version of a department's working rules, by default the latest; raises NotFound for no such version."""
    versions = rules_versions(department)
    number = number or (versions[0].number if versions else 0)
    shown = next((each for each in versions if each.number == number), None)
    if versions and shown is None:
        raise NotFound(M("工作规程没有这一版。"))
    texts = dict(_texts(department, (number - 1, number)))
    changes = difference(texts[number - 1], texts[number]) if number - 1 in texts else ()
    return RulesPage(
        **_head(department),
        versions=versions,
        shown=shown,
        text=texts.get(number, ""),
        changes=changes,
        may_keep=department.active and may_keep_office(viewer, department.id),
    )


def edit_rules_page(department: Department, viewer: Actor) -> EditRulesPage:
    """The EditRulesPage of a department; raises Forbidden."""
    if not may_keep_office(viewer, department.id):
        raise Forbidden(M("部门的人员和工作规程由本部门的网络发言人或系统管理员维护。"))
    latest = latest_rules(department)
    return EditRulesPage(
        **_head(department), text=latest.text if latest else "", based_on=latest.number if latest else 0
    )


def rules_versions(department: Department) -> tuple[RulesVersion, ...]:
    """All versions of a department's working rules, newest first."""
    rows = (
        WorkingRules.select(WorkingRules.number, WorkingRules.created_at, WorkingRules.role, Account.display_name)
        .join(Account, on=WorkingRules.editor == Account.id)
        .where(WorkingRules.department == department.id)
        .order_by(WorkingRules.number.desc())
        .tuples()
    )
    return tuple(
        RulesVersion(number, at, rules_url(department.slug, number), _by(role, name), current=not place)
        for place, (number, at, role, name) in enumerate(rows)
    )


def latest_of(slug: str, number: int | None, at: datetime | None) -> RulesVersion | None:
    """The latest RulesVersion by its `number` and time, None without any."""
    return RulesVersion(number, at, rules_url(slug, number), current=True) if number and at else None


def rules_url(slug: str, number: int) -> str:
    """The permanent address of a version of working rules."""
    return f"/departments/{slug}/rules/{number}"


def _by(role: str, name: str) -> Message | str:
    return name if role == Role.SPOKESPERSON else LABELS[Role(role)]


def _texts(department, numbers):
    rows = WorkingRules.select(WorkingRules.number, WorkingRules.text)
    rows = rows.where(WorkingRules.department == department.id, WorkingRules.number.in_(numbers)).tuples()
    return [(number, without_bidi(text)) for number, text in rows]


def _people(department):
    it = DepartmentPerson
    columns = (it.id, it.kind, it.name, it.office, it.contact, it.added_at.alias("since"), it.removed_at.alias("until"))
    return it.select(*columns).where(it.department == department).order_by(it.id).dicts()


def _person(row):
    return PersonRow(
        id=row["id"],
        kind_label=PERSON_LABELS[PersonKind(row["kind"])],
        name=row["name"],
        office=row["office"],
        contact=row["contact"],
        since=row["since"],
        until=row.get("until"),
    )


def _head(department: Department) -> dict[str, Any]:
    """What the pages below a department's own begin with."""
    above = (*BREADCRUMB, Link(department.name, f"/departments/{department.slug}"))
    return {"slug": department.slug, "name": department.name, "breadcrumb": above}

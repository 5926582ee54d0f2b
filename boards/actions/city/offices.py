"""A department's people and its working rules (工作规程), kept by whoever speaks for it and by administrators."""

from datetime import datetime
from typing import Any

import peewee

from boards.actions.steps.word_check import check_official_text
from boards.models.offices import DepartmentPerson, WorkingRules
from boards.models.threads import Department
from boards.queries.parts.versions import latest_rules
from boards.rules import lengths
from boards.rules.offices.people import MOST_PEOPLE, PersonKind, may_keep_office
from forum.messages import M
from forum.problems import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from forum.roles import ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed, record
from forum.text.checks import check_text, check_title

CLOSED = M("这个部门已经撤销，人员和工作规程不再变动。")


def add_person(
    department: Department, *, actor: Actor, now: datetime, kind: str, name: str, office: str, contact: str = ""
) -> DepartmentPerson:
    """A new DepartmentPerson; `contact` may be empty. Raises Invalid, or Conflict for one who is there, and for more than MOST_PEOPLE."""
    _guard(department, actor)
    values = _checked_person(kind, name, office, contact)
    with db.write():
        there = list(_people(department).where(DepartmentPerson.removed_at.is_null()))
        if any((each.kind, each.name) == (values["kind"], values["name"]) for each in there):
            raise Conflict(M("名单里已经有%(name)s了。要改职务或电话，请先移出再登记。", name=values["name"]))
        if len(there) >= MOST_PEOPLE:
            raise Conflict(M("一个部门最多登记 %(n)s 人。", n=MOST_PEOPLE))
        person = DepartmentPerson.create(department=department.id, added_at=now, added_by=actor.account, **values)
        _record(Deed.PERSON_ADD, department, actor, now, person=person.id, **values)
    return person


def remove_person(department: Department, person_id: int, *, actor: Actor, now: datetime) -> None:
    """Note that a person of a department holds the office no longer; raises NotFound, or Conflict for one removed already."""
    _guard(department, actor)
    with db.write():
        person = _people(department).where(DepartmentPerson.id == person_id).first()
        if person is None:
            raise NotFound(M("这个部门没有登记过这个人。"))
        holds = (DepartmentPerson.id == person.id) & DepartmentPerson.removed_at.is_null()
        if not DepartmentPerson.update(removed_at=now, removed_by=actor.account).where(holds).execute():
            raise Conflict(M("%(name)s已经移出名单了。", name=person.name))
        values = {"kind": person.kind, "name": person.name, "office": person.office}
        _record(Deed.PERSON_REMOVE, department, actor, now, person=person.id, **values)


def revise_rules(department: Department, *, actor: Actor, now: datetime, text: str, based_on: int) -> WorkingRules:
    """A new version of a department's WorkingRules, written over version `based_on` (0 for none).

    Raises Invalid for a text that is the same, and Conflict when a colleague has written a version meanwhile.
    """
    acting_role = _guard(department, actor)
    text = check_official_text(check_text("text", text, lengths.WORKING_RULES)).text
    with db.write():
        latest = latest_rules(department)
        if based_on != (latest.number if latest else 0):
            raise Conflict(M("您打开页面以后，同事改过工作规程。请对照新的一版再交。"))
        if latest and latest.text == text:
            raise Invalid(text=M("和现在的一版一样，没有改动。"))
        written = {"number": based_on + 1, "text": text, "role": acting_role.role.value}
        made = WorkingRules.create(department=department.id, created_at=now, editor=actor.account, **written)
        _record(Deed.RULES_REVISE, department, actor, now, **written)
    return made


def _people(department: Department) -> peewee.ModelSelect:
    return DepartmentPerson.select().where(DepartmentPerson.department == department.id)


def _checked_person(kind: str, name: str, office: str, contact: str) -> dict[str, str]:
    if kind not in tuple(PersonKind):
        raise Invalid(kind=M("请选择身份。"))
    return {
        "kind": kind,
        "name": check_text("name", check_title(name, "name"), lengths.PERSON_NAME),
        "office": check_text("office", check_title(office, "office"), lengths.OFFICE),
        "contact": check_text("contact", check_title(contact, "contact"), lengths.CONTACT) if contact.strip() else "",
    }


def _guard(department: Department, actor: Actor) -> ActingRole:
    """The role in which `actor` keeps the department's page; raises Unauthorized or Forbidden."""
    if not actor.signed_in:
        raise Unauthorized()
    if not may_keep_office(actor, department.id):
        raise Forbidden(M("部门的人员和工作规程由本部门的网络发言人或系统管理员维护。"))
    if not department.active:
        raise Conflict(CLOSED)
    return _acting_role(department, actor)


def _acting_role(department: Department, actor: Actor) -> ActingRole:
    speaks = actor.speaks_for(department.id)
    return ActingRole(Role.SPOKESPERSON, department.id) if speaks else ActingRole(Role.ADMINISTRATOR)


def _record(deed: Deed, department: Department, actor: Actor, now: datetime, **said: Any) -> None:
    subject, role = ("department", department.id), _acting_role(department, actor)
    record(deed, subject, actor=actor, now=now, acting_role=role, slug=department.slug, **said)

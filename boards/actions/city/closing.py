"""Closing a department, or merging it into another one, as an administrator."""

from dataclasses import replace
from datetime import datetime

import peewee

from boards.actions.cases import transfers
from boards.clocks.city import City
from boards.clocks.deadlines import COHANDLING
from boards.models.offices import DepartmentClosure
from boards.models.threads import Clock, Department, Thread
from boards.rules import lengths
from boards.rules.status import OPEN
from forum.accounts import actions as accounts
from forum.accounts.models import Account, RoleGrant
from forum.messages import M, N
from forum.problems import Conflict, Forbidden, Invalid
from forum.roles import ActingRole, Actor, Role
from forum.store import db, log
from forum.store.log import Deed
from forum.text.checks import check_text


def close_department(
    department: Department, *, actor: Actor, now: datetime, city: City, into: Department | None, reason: str
) -> DepartmentClosure:
    """Close a department for good; with `into` it is merged into that one, which gets its open cases.

    Each open case is transferred with a public explanation, in the department's name and in a transaction of its own;
    whatever is still open when the department is closed, in that transaction. Its spokespersons lose their right to
    speak for it. Raises Forbidden, Invalid, and Conflict for a department that is closed already, has units below it,
    was asked for input that it has not given, or has open cases and nobody who takes over.
    """
    if not actor.has(Role.ADMINISTRATOR):
        raise Forbidden()
    reason = check_text("reason", reason, lengths.REASON)
    if into is not None and (into.id == department.id or not into.active):
        raise Invalid(to=M("请选择另一个在用的部门。"))
    _refuse_unready(department, into)
    if into is not None:
        _hand_on_cases(department, into, reason, actor, now, city)
    with db.write():
        _refuse_unready(department, into)
        if into is not None:
            _hand_on(list(open_cases(department)), department, into, reason, actor, now, city)
        return _close(department, into, reason, actor, now)


def open_cases(department: Department) -> peewee.ModelSelect:
    """The Threads whose answer a department still owes."""
    return Thread.select().where(Thread.department == department.id, Thread.status.in_(sorted(OPEN)))


def requests_to(department: Department) -> peewee.ModelSelect:
    """The Clocks of the requests for its input that a department has not answered."""
    return Clock.select().where(
        Clock.department == department.id, Clock.kind == COHANDLING, Clock.met_at.is_null(), Clock.outcome.is_null()
    )


def _refuse_unready(department, into):
    if not Department.get_by_id(department.id).active:
        raise Conflict(M("这个部门已经撤销了。"))
    if below := Department.select().where(Department.parent == department.id, Department.active).count():
        raise Conflict(N("它下面还有 %(n)s 个单位，请先撤销或并出这些单位。", n=below))
    if asked := requests_to(department).count():
        raise Conflict(N("还有 %(n)s 件会办没有给出意见，请先办完。", n=asked))
    if into is None and (cases := open_cases(department).count()):
        raise Conflict(N("还有 %(n)s 件没有办结，请选择并入的部门，由它接着办。", n=cases))


def _hand_on_cases(department, into, reason, actor, now, city):
    """Transfer the open cases one by one, so that other writers need not wait; one that has just changed is left out."""
    for thread in open_cases(department):
        try:
            _hand_on([thread], department, into, reason, actor, now, city)
        except Conflict:
            continue


def _hand_on(threads, department, into, reason, actor, now, city):
    speaking = replace(actor, acting_roles=actor.acting_roles | {ActingRole(Role.SPOKESPERSON, department.id)})
    said = f"{department.name}并入{into.name}，您的问题由{into.name}继续办理。{reason}"
    draft = transfers.explained(said, city)
    for thread in threads:
        transfers.transfer(thread, actor=speaking, now=now, city=city, to=into, explanation=draft)


def _close(department, into, reason, actor, now):
    Department.update(active=False).where(Department.id == department.id).execute()
    for account in _spokespersons(department):
        accounts.revoke(account, Role.SPOKESPERSON, department.id, now=now, actor=actor)
    closure = DepartmentClosure.create(
        department=department.id, successor=into and into.id, reason=reason, closed_at=now, closed_by=actor.account
    )
    log.record(
        Deed.DEPARTMENT_CLOSE,
        ("department", department.id),
        actor=actor,
        now=now,
        acting_role=ActingRole(Role.ADMINISTRATOR),
        slug=department.slug,
        closure=closure.id,
        text=reason,
        **({"into": into.id, "into_name": into.name} if into else {}),
    )
    return closure


def _spokespersons(department):
    speaks = (RoleGrant.role == Role.SPOKESPERSON.value, RoleGrant.department_id == department.id)
    rows = Account.select().join(RoleGrant, on=RoleGrant.account == Account.id)
    return list(rows.where(*speaks, RoleGrant.revoked_at.is_null()).order_by(Account.id))

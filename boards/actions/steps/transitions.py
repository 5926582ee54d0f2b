"""Transitions of a case by one conditional UPDATE, and the log entry of a case's deed. Call inside a transaction."""

from datetime import datetime
from typing import Any

from boards.actions.steps.own_department import mark_own_department
from boards.clocks.deadlines import COHANDLING
from boards.models.threads import Clock, Thread
from boards.rules.on_behalf import acting_role_in
from boards.rules.status import Status, Verb, Who, allows, move, relations
from forum.accounts.models import Account
from forum.messages import M
from forum.problems import Conflict, Forbidden, Unauthorized
from forum.roles import ActingRole, Actor
from forum.store import log
from forum.store.log import Deed


def advance(thread: Thread, verb: Verb, actor: Actor, **columns: Any) -> Thread:
    """The thread after `verb`, read again; raises Unauthorized, Forbidden, or Conflict when the status has changed."""
    if not actor.signed_in:
        raise Unauthorized()
    as_loaded, thread = thread, Thread.get_by_id(thread.id)
    _guard(as_loaded, thread, verb, actor)
    before, found = thread.status, move(thread.status, verb)
    assert found, "the guard lets only verbs pass that the table has"
    columns = {"status": found.to, **columns}
    if Thread.update(**columns).where(Thread.id == thread.id, Thread.status == before).execute() != 1:
        raise Conflict(_moved_on(Thread.get_by_id(thread.id), verb))
    return Thread.get_by_id(thread.id)


def relations_to(actor: Actor, thread: Thread) -> frozenset[Who]:
    """The relations of `actor` to the case, co-handling included; queries the database only for members of other departments."""
    helping = actor.departments - {thread.department_id}
    cohandlers = _cohandlers(thread) & helping if helping else frozenset()
    return relations(actor, thread.author_id, thread.department_id, cohandlers, thread.channel)


def record_deed(
    deed: Deed,
    thread: Thread,
    actor: Actor,
    now: datetime,
    acting_role: ActingRole | None = None,
    *,
    post: int | None = None,
    reason: str | None = None,
    made_now: bool = False,
    at_once: bool = False,
    **data: Any,
) -> None:
    """Record a case's deed, which its timeline shows with the values of `data`; `made_now`, `at_once` as in `log.record`."""
    acting_role = acting_role or acting_role_in(actor, thread)
    data["own_department"] = mark_own_department(deed, thread, actor, now)
    data = {key: value for key, value in data.items() if value is not None}
    log.record(
        deed,
        ("thread", thread.id),
        actor=actor,
        now=now,
        acting_role=acting_role,
        thread=thread.id,
        post=post,
        reason=reason,
        made_now=made_now,
        at_once=at_once,
        **data,
    )


def _cohandlers(thread):
    rows = Clock.select(Clock.department).where(
        Clock.thread == thread.id, Clock.kind == COHANDLING, Clock.met_at.is_null()
    )
    return frozenset(department for (department,) in rows.tuples())


def _guard(as_loaded, thread, verb, actor):
    if thread.merged_into_id:
        raise Conflict(M("这个主题已经并入主题 %(n)s，办理在那里继续。", n=thread.merged_into_id))
    if not thread.status:
        raise Conflict(M("这个主题不在部门版块，没有办理流程。"))
    who = relations_to(actor, thread)
    if not _roles_for(verb, who):
        # A colleague has just transferred the case, so this is a Conflict and not a missing permission.
        if _roles_for(verb, relations_to(actor, as_loaded)):
            raise Conflict(_moved_on(thread, verb))
        raise Forbidden(M("只有承办部门的网络发言人、提问人或管理员可以做这一步，您的账号不在其中。"))
    if not allows(thread.status, verb, who, thread.answers):
        raise Conflict(_moved_on(thread, verb))


def _roles_for(verb, who):
    return any(move(status, verb) and move(status, verb).who & who for status in Status)


def _moved_on(thread, verb):
    if verb is Verb.ACCEPT and thread.accepted_by_id:
        name = Account.select(Account.display_name).where(Account.id == thread.accepted_by_id).scalar()
        return M("这个问题已经由 %(name)s 受理了。", name=name)
    return M("这个问题的状态已经变化，现在不能做这一步，请刷新页面。")

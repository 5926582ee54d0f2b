"""Co-handling (会办): one department leads, others are asked for input, each with a clock of its own."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from boards.actions.steps import clocks, recording
from boards.actions.steps.recording import Draft
from boards.actions.steps.transitions import advance, record_deed
from boards.clocks.city import City
from boards.clocks.deadlines import COHANDLING
from boards.models.threads import Clock, Department, Post, Thread
from boards.rules.channel import Channel
from boards.rules.status import PostKind, Verb
from forum.messages import M
from forum.problems import Conflict, Forbidden, Invalid
from forum.roles import ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed
from forum.store.sql.conditions import unindexed


def request(
    thread: Thread,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    departments: Iterable[Department],
    text: str | Draft,
    channel: Channel = Channel.WEB,
) -> Post:
    """The lead asks `departments` (rows) for input, in public. Returns the Post."""
    departments = list({department.id: department for department in departments}.values())
    draft = draft_request(thread, departments, text)
    with db.write():
        thread = advance(thread, Verb.COHANDLE, actor)
        _refuse(thread, departments)
        acting_role = ActingRole(Role.SPOKESPERSON, thread.department_id)
        post = recording.insert_post(
            thread, draft, PostKind.REQUEST, actor=actor, now=now, acting_role=acting_role, channel=channel
        )
        for department in departments:
            clocks.open_cohandling(thread, department.id, now, city)
        names = "、".join(department.short for department in departments)
        asked: dict[str, Any] = {"asked": [department.id for department in departments], "names": names}
        record_deed(Deed.COHANDLE, thread, actor, now, acting_role, post=post.id, floor=post.floor, **asked)
    return post


def draft_request(thread: Thread, departments: Sequence[Department], text: str | Draft) -> Draft:
    """The Draft of a request to `departments`, to be made before the transaction; raises Invalid, Conflict."""
    _refuse(thread, departments)
    return recording.official_draft(text)


def give_input(
    thread: Thread, *, actor: Actor, now: datetime, text: str | Draft, channel: Channel = Channel.WEB
) -> Post:
    """A department that was asked for input gives it; its clock stops. Returns the Post."""
    draft = recording.official_draft(text)
    with db.write():
        thread = advance(thread, Verb.INPUT, actor)
        department = _asked(thread, actor)
        acting_role = ActingRole(Role.SPOKESPERSON, department)
        post = recording.insert_post(
            thread, draft, PostKind.INPUT, actor=actor, now=now, acting_role=acting_role, channel=channel
        )
        ended = clocks.meet_clocks(thread, now, Deed.INPUT, department) or None
        record_deed(Deed.INPUT, thread, actor, now, acting_role, post=post.id, floor=post.floor, ended=ended)
    return post


def _refuse(thread, departments):
    if not departments:
        raise Invalid(departments=M("请至少选择一个会办部门。"))
    if any(department.id == thread.department_id or not department.active for department in departments):
        raise Invalid(departments=M("会办部门不能是主办部门自己，也不能是停用的部门。"))
    waiting = Clock.select().where(
        Clock.thread == thread.id,
        Clock.kind == COHANDLING,
        Clock.met_at.is_null(),
        unindexed(Clock.department).in_([department.id for department in departments]),
    )
    if waiting.exists():
        raise Conflict(M("选中的部门里有的已经在会办，还没有给出意见。"))


def _asked(thread, actor):
    rows = Clock.select(Clock.department).where(
        Clock.thread == thread.id,
        Clock.kind == COHANDLING,
        Clock.met_at.is_null(),
        unindexed(Clock.department).in_(list(actor.departments)),
    )
    department = rows.order_by(Clock.id).limit(1).scalar()
    if department is None:
        raise Forbidden(M("没有请您的部门会办。"))
    return department

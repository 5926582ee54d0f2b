"""Extensions (延期): requested with a reason, decided by a supervisor; both dates stay visible."""

from datetime import datetime

from boards.actions.steps.clocks import update_next_due
from boards.actions.steps.transitions import advance, record_deed
from boards.clocks.city import City
from boards.clocks.deadlines import Due, extended
from boards.clocks.explanations import from_json, to_json
from boards.clocks.policy import ClockKind
from boards.models.cases import Extension
from boards.models.threads import Clock, Thread
from boards.rules import lengths
from boards.rules.status import Verb
from forum.messages import M
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.roles import ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed
from forum.store.sql.conditions import unindexed
from forum.text.checks import check_text


def ask_extension(thread: Thread, *, actor: Actor, now: datetime, until: datetime, reason: str) -> Extension:
    """Request that the answer is due at `until` (aware). Raises Invalid unless that is later than the due time and now."""
    reason = check_text("reason", reason, lengths.REASON)
    with db.write():
        thread = advance(thread, Verb.EXTEND, actor)
        clock = _answer_clock(thread)
        _refuse_early(until, clock, now)
        if Extension.select().where(Extension.clock == clock.id, Extension.decided_at.is_null()).exists():
            raise Conflict(M("已经有一个延期申请在等待督办决定。"))
        extension = Extension.create(
            thread=thread.id,
            clock=clock.id,
            department=thread.department_id,
            asked_by=actor.account,
            asked_at=now,
            until=until,
            reason=reason,
        )
        record_deed(Deed.EXTENSION_ASK, thread, actor, now, text=reason, until=until.isoformat())
    return extension


def decide(extension: Extension, *, actor: Actor, now: datetime, city: City, granted: bool, remark: str = "") -> None:
    """Grant or refuse a request as a supervisor; when two decide at once, the second gets Conflict."""
    _guard(actor)
    remark = check_text("remark", remark, lengths.REASON, minimum=0 if granted else 1)
    with db.write():
        decided = Extension.update(decided_by=actor.account, decided_at=now, granted=granted, remark=remark)
        if not decided.where(Extension.id == extension.id, Extension.decided_at.is_null()).execute():
            raise Conflict(M("这个延期申请已经有人决定了。"))
        thread, clock = Thread.get_by_id(extension.thread_id), Clock.get_by_id(extension.clock_id)
        if granted:
            _extend(thread, clock, extension.until, city)
        deed = Deed.EXTENSION_GRANT if granted else Deed.EXTENSION_REFUSE
        dates = {"due": clock.due_at.isoformat(), "until": extension.until.isoformat()}
        record_deed(deed, thread, actor, now, ActingRole(Role.SUPERVISOR), text=remark or None, **dates)


def _guard(actor):
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.has(Role.SUPERVISOR):
        raise Forbidden(M("延期由督办决定。"))


def _answer_clock(thread):
    running = Clock.select().where(
        Clock.thread == thread.id,
        unindexed(Clock.department) == thread.department_id,
        Clock.kind == ClockKind.ANSWER.value,
        Clock.met_at.is_null(),
    )
    clock = running.order_by(Clock.due_at, Clock.id).first()
    if clock is None:
        raise Conflict(M("现在没有正在计时的答复时限。"))
    return clock


def _refuse_early(until, clock, now):
    if until <= now:
        raise Invalid(until=M("延期的日期已经过去了。"))
    if until <= clock.due_at:
        raise Invalid(until=M("延期的日期应当晚于现在的时限。"))


def _extend(thread, clock, until, city):
    if clock.met_at:
        raise Conflict(M("这个时限已经办结，不需要延期。"))
    if until <= clock.due_at:
        raise Conflict(M("放假安排公布后，这个时限已经晚于申请的日期，不需要延期。"))
    due = extended(Due(clock.due_at, tuple(from_json(clock.explanation)), clock.provisional), until, city.timezone)
    # In a year whose holidays are not announced yet, the date may turn out to be a day of rest.
    provisional = city.calendar.day(city.day(until)).provisional
    Clock.update(due_at=due.due_at, explanation=to_json(due.steps), provisional=provisional).where(
        Clock.id == clock.id
    ).execute()
    update_next_due(thread)

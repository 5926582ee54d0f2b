"""Callbacks (回访): opened by an answer to a hotline question or by a bad rating, closed with an outcome."""

from datetime import datetime, timedelta

from boards.clocks.city import City
from boards.clocks.deadlines import Occasion, due_by
from boards.clocks.explanations import to_json
from boards.models.cases import Callback
from boards.models.threads import Thread
from boards.queries.parts.current_city import with_current_calendar
from boards.rules import lengths
from boards.rules.callbacks import Cause, Outcome
from boards.rules.channel import CHANNELS, AnswerPath
from forum.messages import M
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.roles import SYSTEM, ActingRole, Actor, Role
from forum.store import db, log
from forum.store.log import Deed
from forum.text.checks import check_text
from forum.text.phones import holds_a_number

TRY_AGAIN = timedelta(minutes=30)  # after nobody picked up


OCCASIONS = {Cause.ANSWER: Occasion.OFFICIAL_ANSWER, Cause.RATING: Occasion.RATING}


def open_callback_after_answer(thread: Thread, now: datetime, city: City) -> None:
    """Open a callback after an official answer, when the thread's channel returns answers by telephone."""
    if CHANNELS[thread.channel].answer_path is AnswerPath.CALLBACK:
        open_callback(thread, Cause.ANSWER, now, city)


def open_callback(thread: Thread, cause: Cause, now: datetime, city: City) -> None:
    """Open a callback that is due within the policy's limit, unless one for the same cause is open."""
    waiting = Callback.select().where(
        Callback.thread == thread.id, Callback.cause == cause.value, Callback.done_at.is_null()
    )
    if waiting.exists():
        return
    city = with_current_calendar(city)
    due = due_by(city.policy.callback, now, city.policy, city.calendar, city.timezone, OCCASIONS[cause])
    callback = Callback.create(
        thread=thread.id, cause=cause.value, opened_at=now, due_at=due.due_at, explanation=to_json(due.steps)
    )
    log.record(
        Deed.CALLBACK_OPEN, ("callback", callback.id), actor=SYSTEM, now=now, cause=cause.value, thread_id=thread.id
    )


def close_callback(
    callback: Callback, *, actor: Actor, now: datetime, outcome: str, remark: str = "", again_at: datetime | None = None
) -> None:
    """Record how the call ended, in the log with who called and when.

    Reached and wrong number end the callback; no answer and again postpone it. The remark is not
    public; raises Invalid when it contains a telephone number.
    """
    _guard(actor)
    remark = _checked(outcome, remark, again_at, now)
    with db.write():
        if (
            not Callback.update(**_columns(outcome, remark, actor, now, again_at))
            .where(Callback.id == callback.id, Callback.done_at.is_null())
            .execute()
        ):
            raise Conflict(M("这个回访已经有人办完了。"))
        log.record(
            Deed.CALLBACK_CLOSE,
            ("callback", callback.id),
            actor=actor,
            now=now,
            acting_role=ActingRole(Role.OPERATOR),
            thread=callback.thread_id,
            reason=str(outcome),
            remark=remark,
            thread_id=callback.thread_id,
        )


def _guard(actor):
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.has(Role.OPERATOR):
        raise Forbidden(M("回访由话务员办理。"))


def _checked(outcome, remark, again_at, now):
    if outcome not in tuple(Outcome):
        raise Invalid(outcome=M("请选择回访结果。"))
    if outcome == Outcome.AGAIN and (again_at is None or again_at <= now):
        raise Invalid(again_at=M("请填写以后再打的时间，应当晚于现在。"))
    remark = check_text("remark", remark or "", lengths.REMARK, minimum=0)
    if holds_a_number(remark):
        raise Invalid(remark=M("备注里不要写电话号码。"))
    return remark


def _columns(outcome, remark, actor, now, again_at):
    later = {Outcome.AGAIN: again_at, Outcome.NO_ANSWER: now + TRY_AGAIN}
    columns = {"outcome": str(outcome), "remark": remark, "not_before": later.get(outcome)}
    if outcome in (Outcome.REACHED, Outcome.WRONG_NUMBER):
        columns |= {"done_by": actor.account, "done_at": now}
    return columns

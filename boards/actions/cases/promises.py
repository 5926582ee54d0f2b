"""What a department says of a promise of its own: kept, moved to another day, or no promise."""

from datetime import date, datetime
from typing import Any

from boards.actions.steps.word_check import check_official_text
from boards.clocks.city import City
from boards.models.promises import Promise
from boards.models.threads import Post
from boards.rules import lengths
from boards.rules.offices.promises import LONGEST, PromiseOutcome
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.roles import ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed, record
from forum.text.checks import check_text


def answer(
    promise: Promise, *, actor: Actor, now: datetime, city: City, outcome: str, floor: str, until: str, text: str
) -> None:
    """Say what became of an open promise as its department. Raises Invalid, or Conflict once it was said.

    For an outcome of KEPT, `floor` is the floor of a post of the department in the promise's thread that shows it; for MOVED
    `until` the new day, "2014-12-31", after today; both other outcomes need a `text`.
    """
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.speaks_for(promise.department_id):
        raise Forbidden(M("只有作出承诺的部门可以说明办了没有。"))
    if outcome not in tuple(PromiseOutcome):
        raise Invalid(outcome=M("请选择一项。"))
    said = PromiseOutcome(outcome)
    reason = check_official_text(check_text("text", text, lengths.REASON, said is not PromiseOutcome.KEPT)).text
    day = _new_day(until, promise, city.day(now)) if said is PromiseOutcome.MOVED else None
    with db.write():
        kept = _post_at(floor, promise) if said is PromiseOutcome.KEPT else None
        _close(promise, outcome=said.value, kept_post=kept, reason=reason, closed_at=now, closed_by=actor.account)
        moved = _moved(promise, day, now) if day else None
        _record(promise, actor, now, said, reason, kept, moved)


def _new_day(until: str, promise: Promise, today: date) -> date:
    try:
        day = date.fromisoformat(until.strip())
    except ValueError:
        raise Invalid(until=M("请写一个日期，如 2014-12-31。")) from None
    if not max(today, promise.due_on) < day <= today + LONGEST:
        raise Invalid(until=M("新的日期要晚于今天和原来的日期，最多十年以后。"))
    return day


def _post_at(floor: str, promise: Promise) -> Post:
    """The department's Post on a floor of the thread in which the promise stands now; raises Invalid."""
    number, promised = whole_number(floor.strip(), ID_DIGITS), Post.get_by_id(promise.post_id)
    there = (Post.place_thread == promised.place_thread, Post.place_floor == (number or 0))
    found = Post.select().where(*there, Post.department == promise.department_id).first()
    if found is None or found.hidden_at or found.seal_order_id or found.created_at < promised.created_at:
        raise Invalid(floor=M("第 %(floor)s 楼不是本部门在承诺以后写的、看得到的一楼。", floor=floor.strip()[:20]))
    return found


def _close(promise: Promise, **values: Any) -> None:
    still_open = (Promise.id == promise.id) & Promise.closed_at.is_null()
    if not Promise.update(**values).where(still_open).execute():
        raise Conflict(M("这个承诺已经有人说明了。"))


def _moved(promise: Promise, day: date, now: datetime) -> Promise:
    return Promise.create(
        thread=promise.thread_id,
        post=promise.post_id,
        department=promise.department_id,
        revision=promise.revision,
        start=promise.start,
        length=promise.length,
        due_on=day,
        found_at=now,
        earlier=promise.id,
    )


def _record(
    promise: Promise,
    actor: Actor,
    now: datetime,
    said: PromiseOutcome,
    text: str,
    kept: Post | None,
    moved: Promise | None,
) -> None:
    """The log entry, with all that the row, and that of the new day, say."""
    data = {
        "promise": promise.id,
        "due": promise.due_on.isoformat(),
        "text": text or None,
        "kept_post": kept and kept.id,
        "kept_floor": kept and kept.place_floor,
        "moved_to": moved and moved.id,
        "until": moved and moved.due_on.isoformat(),
    }
    record(
        Deed.PROMISE_ANSWER,
        ("promise", promise.id),
        actor=actor,
        now=now,
        acting_role=ActingRole(Role.SPOKESPERSON, promise.department_id),
        thread=promise.thread_id,
        reason=said.value,
        **{key: value for key, value in data.items() if value is not None},
    )

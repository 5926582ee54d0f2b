"""Recomputes the due times of open clocks and callbacks after the calendar has changed.

A batch is one transaction, and recomputing twice gives the same result: after an interruption, another run does the rest.
"""

from collections.abc import Iterator
from datetime import datetime

from boards.actions.steps.clocks import update_next_due
from boards.actions.steps.transitions import record_deed
from boards.clocks.city import City
from boards.clocks.deadlines import COHANDLING, Due, due_by, is_same_rule, recomputed
from boards.clocks.explanations import from_json, to_json
from boards.clocks.policy import ClockKind
from boards.models.cases import Callback
from boards.models.threads import Clock, Thread
from boards.queries.parts.current_city import with_current_calendar
from forum.roles import SYSTEM
from forum.store import db, log
from forum.store.log import Deed

BATCH = 200


def count_running() -> int:
    """How many clocks and callbacks are still open."""
    return _open(Clock, Clock.met_at).count() + _open(Callback, Callback.done_at).count()


def recompute(now: datetime, city: City) -> Iterator[bool]:
    """Recompute every open clock and callback; yields for each whether its due time changed."""
    yield from _in_batches(_open(Clock, Clock.met_at), lambda batch, current: _clocks(batch, now, current), city)
    yield from _in_batches(
        _open(Callback, Callback.done_at), lambda batch, current: _callbacks(batch, now, current), city
    )


def _open(model, ended_at):
    return model.select().where(ended_at.is_null())


def _in_batches(query, work, city):
    key, last = query.model.id, 0
    while True:
        with db.write():
            batch = list(query.where(key > last).order_by(key).limit(BATCH))
            moved = work(batch, with_current_calendar(city)) if batch else []
        yield from moved
        if len(batch) < BATCH:
            return
        last = batch[-1].id


def _clocks(batch, now, city):
    threads = {thread.id: thread for thread in Thread.select().where(Thread.id.in_([row.thread_id for row in batch]))}
    return [_clock(row, threads[row.thread_id], now, city) for row in batch]


def _clock(clock, thread, now, city):
    old, new = _old_and_new(clock, _rule(clock, thread, city), city)
    if new == old:
        return False
    updated = Clock.update(due_at=new.due_at, explanation=to_json(new.steps), provisional=new.provisional)
    updated.where(Clock.id == clock.id, Clock.met_at.is_null()).execute()
    moved = new.due_at != old.due_at
    told = {"clock": clock.id, "kind": clock.kind, "old": old.due_at.isoformat(), "new": new.due_at.isoformat()}
    if moved:
        update_next_due(thread)
        record_deed(Deed.CLOCK_RECOMPUTE, thread, SYSTEM, now, SYSTEM.acting_role(), **told)
    else:  # only how it is explained has changed, which a case's timeline does not tell
        log.record(Deed.ROWS_CHANGE, ("clock", clock.id), actor=SYSTEM, now=now)
    return moved


def _callbacks(batch, now, city):
    return [_callback(row, now, city) for row in batch]


def _callback(callback, now, city):
    if callback.explanation is None:
        return False
    old, new = _old_and_new(callback, city.policy.callback, city)
    if new.steps == old.steps:
        return False
    Callback.update(due_at=new.due_at, explanation=to_json(new.steps)).where(Callback.id == callback.id).execute()
    subject = ("callback", callback.id)
    moved = new.due_at != old.due_at
    if moved:
        told = {"old": old.due_at.isoformat(), "new": new.due_at.isoformat()}
        log.record(Deed.CLOCK_RECOMPUTE, subject, actor=SYSTEM, now=now, thread_id=callback.thread_id, **told)
    else:
        log.record(Deed.ROWS_CHANGE, subject, actor=SYSTEM, now=now)
    return moved


def _rule(clock, thread, city):
    if clock.kind == COHANDLING:
        return city.policy.cohandling
    return city.policy.rule(ClockKind(clock.kind), thread.kind)


def _old_and_new(row, rule, city):
    """The stored Due and the recomputed one. The first step of the stored explanation says what opened the clock."""
    steps = from_json(row.explanation)
    old = Due(row.due_at, steps, getattr(row, "provisional", False))
    if rule is None or not is_same_rule(steps, rule):
        return old, old
    new = due_by(rule, row.opened_at, city.policy, city.calendar, city.timezone, steps[0].code)
    return old, recomputed(old, new, None, city.timezone)

"""Opening and meeting the clocks of a case, inside the transaction of the deed that does so."""

import peewee

from boards.calendar_days import up_to_date
from boards.deadlines import COHANDLING, Occasion, due_by
from boards.explanations import to_json
from boards.models import Clock, Thread
from boards.policy import ClockKind, Starts


# One deed stops each of these for all that is asked, so a department has at most one of them running in a case.
OF_THE_CASE = frozenset({ClockKind.ACCEPT, ClockKind.FIRST_REPLY})


def open_clocks(thread, now, city, occasion=Occasion.QUESTION):
    """Start every clock of the policy that counts from a question, for the department that has the case."""
    city = up_to_date(city)
    waiting = {clock.kind for clock in _running(thread)} & OF_THE_CASE
    for kind in ClockKind:
        due = city.due(kind, now, thread.kind, occasion)
        if due is not None and kind not in waiting:
            _put(thread, thread.department_id, kind.value, now, due)
    note_next_due(thread)


def open_at_acceptance(thread, now, city):
    """Start the clocks of the policy that count from the acceptance."""
    city = up_to_date(city)
    waiting = {clock.kind for clock in _running(thread)}
    for kind in ClockKind:
        rule = city.policy.rule(kind, thread.kind)
        if rule and rule.starts is Starts.ACCEPTANCE and kind not in waiting:
            due = due_by(rule, now, city.policy, city.calendar, city.timezone, Occasion.ACCEPTANCE)
            _put(thread, thread.department_id, kind.value, now, due)
    note_next_due(thread)


def open_cohandling(thread, department, now, city):
    """Start the clock of a department that is asked for input."""
    city = up_to_date(city)
    due = due_by(city.policy.cohandling, now, city.policy, city.calendar, city.timezone, Occasion.COHANDLING)
    _put(thread, department, COHANDLING, now, due)


def meet_clocks(thread, now, kinds, deed, department=None, keep=()):
    """Stop a department's running clocks of `kinds`; one once met stays as it is.

    `keep` holds the ids of those that run on.
    """
    running = [
        Clock.thread == thread.id,
        Clock.department == (department or thread.department_id),
        Clock.kind.in_([str(kind) for kind in kinds]),
        Clock.met_at.is_null(),
    ]
    if keep:
        running.append(Clock.id.not_in(keep))
    met = Clock.update(met_at=now, met_by=deed.value).where(*running).execute()
    note_next_due(thread)
    return met


def answering(thread, questions):
    """The ids of the running answer clocks of `questions` (posts): a follow-up's own, else the one with which the
    case came to the department."""
    running = list(_running(thread).where(Clock.kind == ClockKind.ANSWER.value).order_by(Clock.id))
    own = {clock.opened_at: clock.id for clock in running}
    return sorted({own.get(asked.created_at, running[0].id) for asked in questions}) if running else []


def stop_all(thread, now, deed):
    """Stop every running clock of a case with which nobody has to do any more, co-handling included."""
    Clock.update(met_at=now, met_by=deed.value).where(Clock.thread == thread.id, Clock.met_at.is_null()).execute()
    note_next_due(thread)


def note_next_due(thread):
    """Keep the lead department's nearest due time on the thread, so that lists need not read clocks."""
    nearest = Clock.select(peewee.fn.MIN(Clock.due_at)).where(
        Clock.thread == thread.id, Clock.met_at.is_null(), Clock.kind != COHANDLING
    )
    Thread.update(next_due_at=nearest).where(Thread.id == thread.id).execute()


def _running(thread):
    return Clock.select().where(
        Clock.thread == thread.id, Clock.department == thread.department_id, Clock.met_at.is_null()
    )


def _put(thread, department, kind, now, due):
    Clock.insert(
        thread=thread.id, department=department, kind=kind, opened_at=now, due_at=due.due_at,
        explanation=to_json(due.steps), provisional=due.provisional,
    ).execute()  # fmt: skip

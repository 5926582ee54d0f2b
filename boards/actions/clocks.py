"""Opening and meeting the clocks of a case, inside the transaction of the deed that does so."""

import peewee

from boards.calendar_days import up_to_date
from boards.deadlines import COHANDLING, Occasion, due_by
from boards.explanations import to_json
from boards.models import Clock, Thread
from boards.policy import ClockKind


def open_clocks(thread, now, city, occasion=Occasion.QUESTION):
    """Start every clock of the policy for the department that has the case."""
    city = up_to_date(city)
    for kind in ClockKind:
        due = city.due(kind, now, thread.kind, occasion)
        if due is not None:
            _put(thread, thread.department_id, kind.value, now, due)
    note_next_due(thread)


def open_cohandling(thread, department, now, city):
    """Start the clock of a department that is asked for input."""
    city = up_to_date(city)
    due = due_by(city.policy.cohandling, now, city.policy, city.calendar, city.timezone, Occasion.COHANDLING)
    _put(thread, department, COHANDLING, now, due)


def meet_clocks(thread, now, kinds, deed, department=None, keep=()):
    """Stop a department's running clocks of `kinds`; one once met stays as it is.

    `keep` holds the times at which questions were asked that are not settled yet: their answer clocks run on.
    """
    running = [
        Clock.thread == thread.id,
        Clock.department == (department or thread.department_id),
        Clock.kind.in_([str(kind) for kind in kinds]),
        Clock.met_at.is_null(),
    ]
    if keep:
        running.append(~((Clock.kind == ClockKind.ANSWER.value) & Clock.opened_at.in_(keep)))
    met = Clock.update(met_at=now, met_by=deed.value).where(*running).execute()
    note_next_due(thread)
    return met


def note_next_due(thread):
    """Keep the lead department's nearest due time on the thread, so that lists need not read clocks."""
    nearest = Clock.select(peewee.fn.MIN(Clock.due_at)).where(
        Clock.thread == thread.id, Clock.met_at.is_null(), Clock.kind != COHANDLING
    )
    Thread.update(next_due_at=nearest).where(Thread.id == thread.id).execute()


def _put(thread, department, kind, now, due):
    Clock.insert(
        thread=thread.id, department=department, kind=kind, opened_at=now, due_at=due.due_at,
        explanation=to_json(due.steps), provisional=due.provisional,
    ).execute()  # fmt: skip

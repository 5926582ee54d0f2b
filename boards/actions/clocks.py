"""Opening and meeting the clocks of a case, inside the transaction of the deed that does so."""

import peewee

from boards.deadlines import Occasion
from boards.explanations import to_json
from boards.models import Clock, Thread
from boards.policy import ClockKind


def open_clocks(thread, now, city, occasion=Occasion.QUESTION):
    """Start every clock of the policy for the department that has the case."""
    for kind in ClockKind:
        due = city.due(kind, now, thread.kind, occasion)
        if due is not None:
            Clock.insert(
                thread=thread.id, department=thread.department_id, kind=kind.value, opened_at=now,
                due_at=due.due_at, explanation=to_json(due.steps), provisional=due.provisional,
            ).execute()  # fmt: skip
    note_next_due(thread)


def meet_clocks(thread, now, kinds):
    """Stop the department's running clocks of `kinds`; a clock once met stays as it is."""
    Clock.update(met_at=now).where(
        Clock.thread == thread.id,
        Clock.department == thread.department_id,
        Clock.kind.in_([kind.value for kind in kinds]),
        Clock.met_at.is_null(),
    ).execute()
    note_next_due(thread)


def note_next_due(thread):
    """Keep the nearest due time on the thread, so that lists need not read clocks."""
    nearest = Clock.select(peewee.fn.MIN(Clock.due_at)).where(Clock.thread == thread.id, Clock.met_at.is_null())
    Thread.update(next_due_at=nearest).where(Thread.id == thread.id).execute()

"""Starts and ends the clocks of a case. Called inside the transaction of the deed that does so."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from boards.clocks.city import City
from boards.clocks.deadlines import COHANDLING, Due, Occasion, due_by
from boards.clocks.explanations import to_json
from boards.clocks.outcomes import MEETS, outcome_of
from boards.clocks.policy import ClockKind, Starts
from boards.models.threads import Clock, Post, Thread
from boards.queries.parts.current_city import with_current_calendar
from forum.store import db
from forum.store.log import Deed
from forum.store.sql.conditions import unindexed

# In plain SQL, since it runs for most deeds and takes longer to compose than to run.
NEXT_DUE = """UPDATE thread SET next_due_at = (SELECT MIN(due_at) FROM clock
    WHERE clock.thread_id = %s AND clock.met_at IS NULL AND clock.kind <> %s) WHERE id = %s"""

Ended = dict[str, Any]  # of a clock that a deed ended: {clock, kind, department, outcome}

# One deed ends all clocks of such a kind, so a department has at most one of each running in a case.
OF_THE_CASE = frozenset({ClockKind.ACCEPT, ClockKind.FIRST_REPLY})


def open_clocks(thread: Thread, now: datetime, city: City, occasion: Occasion = Occasion.QUESTION) -> None:
    """Start every clock of the policy that counts from a question, for the department that has the case."""
    due = due_times(thread.kind, now, city, occasion)
    waiting = {clock.kind for clock in _running(thread, thread.department_id)} & OF_THE_CASE
    put_clocks(thread, thread.department_id, now, {kind: by for kind, by in due.items() if kind not in waiting})
    update_next_due(thread)


def due_times(
    question_kind: str | None, now: datetime, city: City, occasion: Occasion = Occasion.QUESTION
) -> dict[ClockKind, Due]:
    """The Due of every clock of the policy that counts from a question, by ClockKind."""
    city = with_current_calendar(city)
    due = {kind: city.due(kind, now, question_kind, occasion) for kind in ClockKind}
    return {kind: by for kind, by in due.items() if by is not None}


def put_clocks(thread: Thread, department: int | None, now: datetime, due: Mapping[Any, Due]) -> None:
    """Start the clocks `due` (a Due for each kind) for a department; the caller updates the thread's next due time."""
    rows = [
        {
            "thread": thread.id,
            "department": department,
            "kind": str(kind),
            "opened_at": now,
            "due_at": by.due_at,
            "explanation": to_json(by.steps),
            "provisional": by.provisional,
        }
        for kind, by in due.items()
    ]
    Clock.insert_all(rows)


def open_at_acceptance(thread: Thread, now: datetime, city: City) -> None:
    """Start the clocks of the policy that count from the acceptance."""
    city = with_current_calendar(city)
    waiting = {clock.kind for clock in _running(thread, thread.department_id)}
    rules = {kind: city.policy.rule(kind, thread.kind) for kind in ClockKind if kind not in waiting}
    due = {
        kind: due_by(rule, now, city.policy, city.calendar, city.timezone, Occasion.ACCEPTANCE)
        for kind, rule in rules.items()
        if rule and rule.starts is Starts.ACCEPTANCE
    }
    put_clocks(thread, thread.department_id, now, due)
    update_next_due(thread)


def open_cohandling(thread: Thread, department: int, now: datetime, city: City) -> None:
    """Start the clock of a department that is asked for input."""
    city = with_current_calendar(city)
    due = due_by(city.policy.cohandling, now, city.policy, city.calendar, city.timezone, Occasion.COHANDLING)
    put_clocks(thread, department, now, {COHANDLING: due})


def meet_clocks(
    thread: Thread, now: datetime, deed: Deed, department: int | None = None, keep: Collection[int] = ()
) -> list[Ended]:
    """End the running clocks of a department, by default the one that has the case, for which `deed` is what they ask for.

    `keep` contains the ids of clocks that continue. Returns what the deed's log entry says of them, as `ended`.
    """
    running = _running(thread, department or thread.department_id).where(
        Clock.kind.in_(sorted(MEETS[deed])), Clock.id.not_in(list(keep))
    )
    return _end(thread, running, now, deed)


def stop_department(thread: Thread, now: datetime, deed: Deed, department: int | None) -> list[Ended]:
    """End the running clocks of a department that gives the case away; returns the entry's `ended`."""
    return _end(thread, _running(thread, department).where(Clock.kind != COHANDLING), now, deed)


def stop_cohandling(thread: Thread, now: datetime, deed: Deed) -> list[Ended]:
    """End the request for input from the department that gets the case; returns the entry's `ended`."""
    return _end(thread, _running(thread, thread.department_id).where(Clock.kind == COHANDLING), now, deed)


def stop_all_clocks(thread: Thread, now: datetime, deed: Deed) -> list[Ended]:
    """End every running clock of a case, those of co-handling departments included; returns the entry's `ended`."""
    return _end(thread, Clock.select().where(Clock.thread == thread.id, Clock.met_at.is_null()), now, deed)


def answer_clock_ids(thread: Thread, questions: Iterable[Post]) -> list[int]:
    """The ids of the running answer clocks of `questions` (posts): a follow-up's own, else the one with which the
    case came to the department."""
    running = list(
        _running(thread, thread.department_id).where(Clock.kind == ClockKind.ANSWER.value).order_by(Clock.id)
    )
    own = {clock.opened_at: clock.id for clock in running}
    return sorted({own.get(asked.created_at, running[0].id) for asked in questions}) if running else []


def update_next_due(thread: Thread) -> None:
    """Store the lead department's earliest due time in the thread, so that lists need not read clocks."""
    db.raw(NEXT_DUE, (thread.id, COHANDLING, thread.id))


def _running(thread, department):
    mine = unindexed(Clock.department) == department
    return Clock.select().where(Clock.thread == thread.id, mine, Clock.met_at.is_null())


def _end(thread, running, now, deed):
    rows = list(running)
    found = {clock.id: outcome_of(clock.kind, deed, clock.due_at, now) for clock in rows}
    for outcome in sorted(set(found.values())):
        ids = [clock for clock, how in found.items() if how is outcome]
        Clock.update(met_at=now, met_by=deed.value, outcome=outcome.value).where(Clock.id.in_(ids)).execute()
    update_next_due(thread)
    return [
        {"clock": row.id, "kind": row.kind, "department": row.department_id, "outcome": found[row.id].value}
        for row in rows
    ]

"""Due times of clocks, their explanation, and their state at a given time. Pure: `now` is a parameter.

Due times are stored, lateness is computed when it is read. Each due time carries its steps as
codes with JSON values; boards.clocks.explanations renders them as sentences.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import groupby
from typing import Any

from boards.clocks.calendar import Day, Reason, WorkingCalendar, within
from boards.clocks.policy import Ends, Policy, Rule, Starts, Unit

END_OF_DAY = time(23, 59, 59)
COHANDLING = "cohandling"  # the kind of the clock of a department that is asked for input; the others are ClockKinds


class Occasion(StrEnum):
    """What opens a clock; also the code of the first step of its explanation."""

    QUESTION = "from_question"
    PUBLICATION = "from_publication"
    SPLIT = "from_split"
    ROUTING = "from_routing"
    FOLLOW_UP = "from_follow_up"
    TRANSFER = "from_transfer"
    RETURN = "from_return"
    REOPENING = "from_reopening"
    ACCEPTANCE = "from_acceptance"
    COHANDLING = "from_cohandling"
    RATING = "from_rating"
    OFFICIAL_ANSWER = "from_official_answer"
    NOTICE = "from_notice"


class ClockState(StrEnum):
    """How a clock looks: open (CALM, WARNING, OVERDUE), or ended (MET, MISSED, STOPPED: see boards.clocks.outcomes)."""

    CALM = "calm"
    WARNING = "warning"
    OVERDUE = "overdue"
    MET = "met"
    MISSED = "missed"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Step:
    """One step of an explanation: a code and JSON values (times are local, ISO 8601 with offset)."""

    code: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Due:
    """A due time (UTC), its explanation, and whether it depends on a calendar that is not published yet."""

    due_at: datetime
    steps: tuple[Step, ...]
    provisional: bool = False


Count = tuple[datetime, tuple[Step, ...], bool]  # the due time, the steps to it, whether it is provisional
DatedDay = tuple[date, Day]


def due(
    kind: str,
    asked_at: datetime,
    policy: Policy,
    calendar: WorkingCalendar,
    timezone: tzinfo,
    question_kind: str | None = None,
    *,
    accepted_at: datetime | None = None,
    occasion: Occasion = Occasion.QUESTION,
) -> Due | None:
    """The Due of a clock opened at `asked_at` (aware), or None.

    None when the policy has no such clock, or counts it from an acceptance that has not happened.
    `occasion` says what opened it: each hop and each follow-up opens clocks of its own.
    """
    rule = policy.rule(kind, question_kind)
    start: datetime | None = asked_at
    if rule and rule.starts is Starts.ACCEPTANCE:
        start, occasion = accepted_at, Occasion.ACCEPTANCE
    if rule is None or start is None:
        return None
    return due_by(rule, start, policy, calendar, timezone, occasion)


def due_by(
    rule: Rule,
    start: datetime,
    policy: Policy,
    calendar: WorkingCalendar,
    timezone: tzinfo,
    occasion: Occasion = Occasion.QUESTION,
) -> Due:
    """The Due of any Rule counted from `start`: a clock's, or a limit's such as `callback`. Raises ValueError for a naive time."""
    if start.tzinfo is None:
        raise ValueError("a clock starts at an aware time")
    local = start.astimezone(timezone)
    last, steps, provisional = COUNTS[rule.unit](rule, local, policy, calendar)
    first = Step(occasion, {"at": local.isoformat()})
    return Due(last.astimezone(UTC), (first, *steps), provisional)


def extended(old: Due, until: datetime, timezone: tzinfo) -> Due:
    """`old` with the due time `until` (aware) that a supervisor granted; both stay in the steps. ValueError when it is not later."""
    if until <= old.due_at:
        raise ValueError("an extension ends after the time it extends")
    values = {"from": _shown(old.due_at, timezone), "at": _shown(until, timezone)}
    return Due(until.astimezone(UTC), (*old.steps, Step("extended", values)))


def recomputed(old: Due, new: Due, met_at: datetime | None, timezone: tzinfo) -> Due:
    """The Due to store after the calendar has changed: `new`, unless the clock was met or extended.

    Each earlier due time is kept in the steps, and recomputing again changes nothing.
    """
    fixed = any(step.code == "extended" for step in old.steps)
    if met_at is not None or fixed:
        return old
    earlier = [step for step in old.steps if step.code == "recomputed"]
    if old.due_at != new.due_at:
        earlier.append(Step("recomputed", {"from": _shown(old.due_at, timezone), "at": _shown(new.due_at, timezone)}))
    return replace(new, steps=(*new.steps, *earlier))


def is_same_rule(steps: Iterable[Step], rule: Rule) -> bool:
    """Whether the stored steps were counted by `rule`; a policy that changed later does not change old clocks."""
    lengths = ((f"plus_{rule.unit}", rule.length), ("plus_hours", rule.out_of_hours))
    return any((step.code, step.values.get("n")) in lengths for step in steps)


def is_overdue(due_at: datetime, met_at: datetime | None, now: datetime) -> bool:
    """Whether the clock is still open and past due."""
    return met_at is None and now > due_at


def lateness(due_at: datetime, met_at: datetime | None, now: datetime) -> timedelta:
    """How late (zero when in time) the clock was met, or is by now."""
    return max((met_at or now) - due_at, timedelta())


def clock_state(
    due_at: datetime,
    met_at: datetime | None,
    now: datetime,
    policy: Policy,
    kind: str | None = None,
    question_kind: str | None = None,
    outcome: str | None = None,
) -> ClockState:
    """The ClockState at `now`; with `kind` the warning time of that clock, else the policy's general one.

    `outcome` is how a clock of a case ended; without it (a callback) a `met_at` in time means that it was met.
    """
    if outcome is not None:
        return ClockState(outcome)
    if met_at is not None:
        return ClockState.MISSED if lateness(due_at, met_at, now) else ClockState.MET
    if is_overdue(due_at, met_at, now):
        return ClockState.OVERDUE
    warned = now >= due_at - policy.warning_for(kind, question_kind)
    return ClockState.WARNING if warned else ClockState.CALM


def _hours(rule: Rule, local: datetime, policy: Policy, calendar: WorkingCalendar) -> Count:
    if rule.out_of_hours is None:
        return _plus_hours(rule.length, local, (), False)
    if not within(local.time(), policy.office_hours):
        step = Step("after_hours", {"hours": _periods(policy)})
        return _plus_hours(rule.out_of_hours, local, (step,), False)
    day = calendar.day(local.date())
    hours = rule.length if day.working else rule.out_of_hours
    step = Step("in_hours", {"hours": _periods(policy)}) if day.working else _rest([(local.date(), day)])
    doubts = _doubts([(local.date(), day)])
    return _plus_hours(hours, local, (step, *doubts), bool(doubts))


def _plus_hours(hours: int, local: datetime, steps: tuple[Step, ...], provisional: bool) -> Count:
    # Counted in UTC, since local time jumps where summer time begins or ends.
    last = (local.astimezone(UTC) + timedelta(hours=hours)).astimezone(local.tzinfo)
    return last, (*steps, Step("plus_hours", {"n": hours}), _until(last)), provisional


def _calendar_days(rule: Rule, local: datetime, policy: Policy, calendar: WorkingCalendar) -> Count:
    last = _end(rule.ends, local.date() + timedelta(days=rule.length), local)
    plus = Step("plus_calendar_days", {"n": rule.length})
    return last, (plus, _until(last, rule.ends)), False


def _working_days(rule: Rule, local: datetime, policy: Policy, calendar: WorkingCalendar) -> Count:
    passed = calendar.days_passed(local.date(), rule.length)
    ends = rule.ends
    if not calendar.is_working_day(local.date()):
        # When counting starts on a day of rest, the last working day counts to its end.
        ends = Ends.END_OF_DAY
    last = _end(ends, passed[-1][0], local)
    doubts = _doubts(passed)
    plus = Step("plus_working_days", {"n": rule.length})
    return last, (plus, *_unusual(passed), *doubts, _until(last, ends)), bool(doubts)


COUNTS: dict[Unit, Callable[[Rule, datetime, Policy, WorkingCalendar], Count]] = {
    Unit.HOURS: _hours,
    Unit.CALENDAR_DAYS: _calendar_days,
    Unit.WORKING_DAYS: _working_days,
}


def _end(ends: Ends, day: date, local: datetime) -> datetime:
    moment = END_OF_DAY if ends is Ends.END_OF_DAY else min(local.time(), END_OF_DAY)
    wall = datetime.combine(day, moment, local.tzinfo)
    # An hour that a change to or from summer time repeats or skips is read as the later one, in the office's favour.
    return max(wall.replace(fold=0), wall.replace(fold=1), key=lambda when: when.astimezone(UTC))


def _until(last: datetime, ends: Ends = Ends.SAME_TIME) -> Step:
    code = "until_end_of_day" if ends is Ends.END_OF_DAY else "until"
    return Step(code, {"at": last.isoformat()})


def _unusual(passed: Sequence[DatedDay]) -> Iterator[Step]:
    """The days of rest, one step for each run of them, and the weekends that are worked."""
    runs = [list(run) for _, run in groupby(passed, key=lambda item: (item[1].working, item[1].reason))]
    for run in runs:
        if not run[0][1].working:
            yield _rest(run)
        elif run[0][1].reason != Reason.WEEKDAY:
            yield from (Step("worked", {"date": when.isoformat(), "reason": day.reason}) for when, day in run)


def _rest(run: Sequence[DatedDay]) -> Step:
    reason = run[0][1].reason
    first, last = run[0][0].isoformat(), run[-1][0].isoformat()
    if first == last:
        return Step("rest_day", {"date": first, "reason": reason})
    return Step("rest_days", {"first": first, "last": last, "reason": reason})


def _doubts(days: Iterable[DatedDay]) -> tuple[Step, ...]:
    """One step for each year whose calendar is not published yet."""
    years = sorted({when.year for when, day in days if day.provisional})
    return tuple(Step("provisional", {"year": year}) for year in years)


def _periods(policy: Policy) -> list[str]:
    return [f"{start:%H:%M}-{end:%H:%M}" for start, end in policy.office_hours]


def _shown(moment: datetime, timezone: tzinfo) -> str:
    return moment.astimezone(timezone).isoformat()

"""When a clock is due, why, and how it stands now. Pure: time is given, never asked for.

Due times are stored, lateness is computed when it is read. Each due time carries its steps as
codes with JSON values; boards.clocks.explanations puts them into words.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby

from boards.clocks.calendar import Reason, within
from boards.clocks.policy import Ends, Starts, Unit

END_OF_DAY = time(23, 59, 59)
COHANDLING = "cohandling"  # the clock of a department that is asked for input, beside the ClockKinds


class Occasion(StrEnum):
    """What sets a clock going; also the code of its first step."""

    QUESTION = "from_question"
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
    CALM = "calm"
    WARNING = "warning"
    OVERDUE = "overdue"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True)
class Step:
    """One step of an explanation: a code and JSON values (times are local, ISO 8601 with offset)."""

    code: str
    values: dict = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Due:
    """A due time (UTC), the steps to it, and whether it rests on a calendar not yet published."""

    due_at: datetime
    steps: tuple[Step, ...]
    provisional: bool = False


def due(
    kind, asked_at, policy, calendar, timezone, question_kind=None, *, accepted_at=None, occasion=Occasion.QUESTION
):
    """The Due of a clock opened at `asked_at` (aware), or None.

    None when the policy has no such clock, or counts it from an acceptance that has not come.
    `occasion` says what opened it: each hop and each follow-up opens clocks of its own.
    """
    rule = policy.rule(kind, question_kind)
    if rule and rule.starts is Starts.ACCEPTANCE:
        asked_at, occasion = accepted_at, Occasion.ACCEPTANCE
    if rule is None or asked_at is None:
        return None
    return due_by(rule, asked_at, policy, calendar, timezone, occasion)


def due_by(rule, start, policy, calendar, timezone, occasion=Occasion.QUESTION):
    """The Due of any Rule counted from `start` (aware): a clock's, or a limit's such as callback."""
    if start.tzinfo is None:
        raise ValueError("a clock starts at an aware time")
    local = start.astimezone(timezone)
    last, steps, provisional = COUNTS[rule.unit](rule, local, policy, calendar)
    first = Step(occasion, {"at": local.isoformat()})
    return Due(last.astimezone(UTC), (first, *steps), provisional)


def extended(old, until, timezone):
    """`old` after a supervisor granted `until` (aware); both dates stay in the steps."""
    if until <= old.due_at:
        raise ValueError("an extension ends after the time it extends")
    values = {"from": _shown(old.due_at, timezone), "at": _shown(until, timezone)}
    return Due(until.astimezone(UTC), (*old.steps, Step("extended", values)))


def recomputed(old, new, met_at, timezone):
    """The Due to keep once the calendar is published: `new`, unless met or fixed by an extension.

    Each value that it had stays in the steps, and doing it again changes nothing.
    """
    fixed = any(step.code == "extended" for step in old.steps)
    if met_at is not None or fixed:
        return old
    told = [step for step in old.steps if step.code == "recomputed"]
    if old.due_at != new.due_at:
        told.append(Step("recomputed", {"from": _shown(old.due_at, timezone), "at": _shown(new.due_at, timezone)}))
    return replace(new, steps=(*new.steps, *told))


def is_same_rule(steps, rule):
    """Whether the length counted in `steps` is the Rule's; a policy changed since does not reach back."""
    lengths = ((f"plus_{rule.unit}", rule.length), ("plus_hours", rule.out_of_hours))
    return any((step.code, step.values.get("n")) in lengths for step in steps)


def is_overdue(due_at, met_at, now):
    """Whether the clock is still open and past due."""
    return met_at is None and now > due_at


def lateness(due_at, met_at, now):
    """How late (timedelta, zero when in time) it was met, or is by now."""
    return max((met_at or now) - due_at, timedelta())


def clock_state(due_at, met_at, now, policy, kind=None, question_kind=None):
    """How a clock looks; given its kind, the warning is that clock's own."""
    if met_at is not None:
        return ClockState.MISSED if lateness(due_at, met_at, now) else ClockState.MET
    if is_overdue(due_at, met_at, now):
        return ClockState.OVERDUE
    warned = now >= due_at - policy.warning_for(kind, question_kind)
    return ClockState.WARNING if warned else ClockState.CALM


def _hours(rule, local, policy, calendar):
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


def _plus_hours(hours, local, steps, provisional):
    # Hours pass by the clock on the wall only where no summer time begins or ends: count in UTC.
    last = (local.astimezone(UTC) + timedelta(hours=hours)).astimezone(local.tzinfo)
    return last, (*steps, Step("plus_hours", {"n": hours}), _until(last)), provisional


def _calendar_days(rule, local, policy, calendar):
    last = _end(rule.ends, local.date() + timedelta(days=rule.length), local)
    plus = Step("plus_calendar_days", {"n": rule.length})
    return last, (plus, _until(last, rule.ends)), False


def _working_days(rule, local, policy, calendar):
    passed = calendar.days_passed(local.date(), rule.length)
    ends = rule.ends
    if not calendar.is_working_day(local.date()):
        # A day of rest has no hour that a working day could match, so the last day counts whole.
        ends = Ends.END_OF_DAY
    last = _end(ends, passed[-1][0], local)
    doubts = _doubts(passed)
    plus = Step("plus_working_days", {"n": rule.length})
    return last, (plus, *_unusual(passed), *doubts, _until(last, ends)), bool(doubts)


COUNTS = {
    Unit.HOURS: _hours,
    Unit.CALENDAR_DAYS: _calendar_days,
    Unit.WORKING_DAYS: _working_days,
}


def _end(ends, day, local):
    moment = END_OF_DAY if ends is Ends.END_OF_DAY else min(local.time(), END_OF_DAY)
    wall = datetime.combine(day, moment, local.tzinfo)
    # Where summer time makes an hour come twice or not at all, the later reading is the fairer.
    return max(wall.replace(fold=0), wall.replace(fold=1), key=lambda when: when.astimezone(UTC))


def _until(last, ends=Ends.SAME_TIME):
    code = "until_end_of_day" if ends is Ends.END_OF_DAY else "until"
    return Step(code, {"at": last.isoformat()})


def _unusual(passed):
    """The days of rest in one step for each run, and the weekends that are worked."""
    runs = [list(run) for _, run in groupby(passed, key=lambda item: (item[1].working, item[1].reason))]
    for run in runs:
        if not run[0][1].working:
            yield _rest(run)
        elif run[0][1].reason != Reason.WEEKDAY:
            yield from (Step("worked", {"date": when.isoformat(), "reason": day.reason}) for when, day in run)


def _rest(run):
    reason = run[0][1].reason
    first, last = run[0][0].isoformat(), run[-1][0].isoformat()
    if first == last:
        return Step("rest_day", {"date": first, "reason": reason})
    return Step("rest_days", {"first": first, "last": last, "reason": reason})


def _doubts(days):
    years = sorted({when.year for when, day in days if day.provisional})
    return tuple(Step("provisional", {"year": year}) for year in years)


def _periods(policy):
    return [f"{start:%H:%M}-{end:%H:%M}" for start, end in policy.office_hours]


def _shown(moment, timezone):
    return moment.astimezone(timezone).isoformat()

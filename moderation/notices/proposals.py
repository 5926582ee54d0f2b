"""The clocks about which a notice is due, oldest first: what supervisors are proposed, and the program issues by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from peewee import fn

from boards.clocks.deadlines import ClockState, clock_state
from boards.clocks.policy import NoticeKind, Policy
from boards.models.threads import PUBLIC, Clock, Thread
from moderation.notices.models import Notice

Same = Notice.alias("same")
Circular = Notice.alias("circular")


@dataclass(frozen=True)
class Proposal:
    """A notice of `kind` that is due about a clock."""

    kind: NoticeKind
    clock: Clock
    question_kind: str | None


def due_notices(kind: NoticeKind, now: datetime, policy: Policy, limit: int) -> list[Proposal]:
    """At most `limit` Proposals of `kind`, those due first at the beginning."""
    return list(_found(kind, now, policy, limit))


def _found(kind: NoticeKind, now: datetime, policy: Policy, limit: int) -> Iterator[Proposal]:
    for clock in QUERIES[kind](now, policy).order_by(Clock.due_at, Clock.id).limit(limit):
        asked = clock.thread.kind
        state = clock_state(clock.due_at, None, now, policy, clock.kind, asked)
        if kind is not NoticeKind.WARNING or state is ClockState.WARNING:
            yield Proposal(kind, clock, asked)


def _running(kind):
    """Running clocks of public cases about which no notice of `kind` was issued."""
    there = Same.select(Same.id).where(
        Same.clock == Clock.id, Same.kind == kind.value, Same.clock_due_at == Clock.due_at
    )
    clocks = Clock.select(Clock, Thread).join(Thread)
    return clocks.where(Clock.met_at.is_null(), PUBLIC, ~fn.EXISTS(there))


def _warnings(now, policy):
    return _running(NoticeKind.WARNING).where(Clock.due_at.between(now, now + _longest_warning(policy)))


def _longest_warning(policy):
    own = [rule.warning_before for rule in policy.clocks.values() if rule.warning_before]
    return max([policy.warning_before, *own])


def _circulars(now, policy):
    return _running(NoticeKind.CIRCULAR).where(Clock.due_at < now)


def _urgings(now, policy):
    before = (Circular.clock == Clock.id) & (Circular.clock_due_at == Clock.due_at)
    noticed = _running(NoticeKind.URGING).join_from(Clock, Circular, on=before)
    passed = (Circular.kind == NoticeKind.CIRCULAR.value, Circular.closed_at.is_null(), Circular.feedback_due_at < now)
    return noticed.where(*passed)


QUERIES = {NoticeKind.WARNING: _warnings, NoticeKind.CIRCULAR: _circulars, NoticeKind.URGING: _urgings}

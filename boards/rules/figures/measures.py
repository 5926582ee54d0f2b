"""What one case adds to the public figures: a set of measures for the whole city, and one for each department it was at. Pure.

A case counts once in each measure, so that a figure equals the number of threads behind it (docs/statistics.md). What
depends on the time of reading (pending, overdue, limits that are running out) is reckoned from the `..._until` of a Share.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from boards.clocks.outcomes import Outcome, meets
from boards.clocks.policy import ClockKind
from boards.rules.dispositions import Place, is_question, place_of
from boards.rules.status import BAD_GRADES, OPEN
from forum.deeds import Deed

CITY = 0  # in place of a department's number: the whole city


class Measure(StrEnum):
    """What is counted. The order is that of the bits in which a case's measures are stored: new ones go to the end."""

    RECEIVED = "received"
    WAITING = "waiting"
    FORWARDED = "forwarded"
    PLATFORM = "platform"
    DUPLICATE = "duplicate"
    DECLINED = "declined"
    DISCUSSION = "discussion"
    ANSWERED = "answered"
    OPEN = "open"
    ACCEPT_DUE = "accept_due"
    ACCEPTED_ON_TIME = "accepted_on_time"
    FIRST_REPLY_DUE = "first_reply_due"
    FIRST_REPLY_ON_TIME = "first_reply_on_time"
    ANSWER_DUE = "answer_due"
    ANSWERED_ON_TIME = "answered_on_time"
    STOPPED = "stopped"
    TRANSFERRED = "transferred"
    FOLLOWED_UP = "followed_up"
    RATED = "rated"
    SATISFIED = "satisfied"
    ASKED_SOLVED = "asked_solved"
    SOLVED = "solved"
    SEALED = "sealed"
    OWN_DEPARTMENT = "own_department"


BITS: Mapping[Measure, int] = {measure: 1 << place for place, measure in enumerate(Measure)}

# Each kind of clock: who was due, and who kept it.
PROMISES: Mapping[ClockKind, tuple[Measure, Measure]] = {
    ClockKind.ACCEPT: (Measure.ACCEPT_DUE, Measure.ACCEPTED_ON_TIME),
    ClockKind.FIRST_REPLY: (Measure.FIRST_REPLY_DUE, Measure.FIRST_REPLY_ON_TIME),
    ClockKind.ANSWER: (Measure.ANSWER_DUE, Measure.ANSWERED_ON_TIME),
}
ENDED = (Outcome.MET, Outcome.MISSED)


@dataclass(frozen=True)
class ClockFacts:
    """One clock of a case; `met_at`, `met_by` and `outcome` are None while it is running."""

    department: int
    kind: str
    opened_at: datetime
    due_at: datetime
    met_at: datetime | None
    met_by: str | None
    outcome: str | None


@dataclass(frozen=True)
class RatingFacts:
    """The last rating of a case: the department that was rated, the grade, and whether the problem was solved (None: not said)."""

    department: int
    grade: int
    solved: bool | None


@dataclass(frozen=True)
class CaseFacts:
    """What the rows of one thread say. `day` is the local day of the question; `own` are departments that asked themselves."""

    thread: int
    category: int
    day: date
    asked_at: datetime
    kind: str
    channel: str
    status: str | None
    disposition: str | None
    department: int | None
    due_at: datetime | None
    clocks: tuple[ClockFacts, ...] = ()
    rating: RatingFacts | None = None
    own: frozenset[int] = frozenset()
    followed_up: bool = False
    transferred: bool = False
    sealed: bool = False


@dataclass(frozen=True)
class Share:
    """What one case adds to one department's figures, or to the city's.

    `..._minutes` are whole minutes from the question (for a department: from its arrival) to the acceptance and to the
    first result. `..._until` is when the first of the limits that are still running runs out.
    """

    measures: frozenset[Measure]
    accept_minutes: int | None = None
    answer_minutes: int | None = None
    open_until: datetime | None = None
    accept_until: datetime | None = None
    first_reply_until: datetime | None = None
    answer_until: datetime | None = None

    @property
    def bits(self) -> int:
        """The measures as one number."""
        return sum(BITS[measure] for measure in self.measures)


@cache
def measures_of(bits: int) -> tuple[Measure, ...]:
    """The measures that a Share stored as `bits` has."""
    return tuple(measure for measure, bit in BITS.items() if bits & bit)


def shares(facts: CaseFacts) -> dict[int, Share]:
    """{department, or CITY: Share} of one thread; empty for one that is no question."""
    if not is_question(facts.status, facts.disposition):
        return {}
    involved = {clock.department for clock in facts.clocks} | {facts.department}
    involved |= {facts.rating.department} if facts.rating else set()
    made = {department: _share(facts, department) for department in (CITY, *sorted(filter(None, involved)))}
    return {department: share for department, share in made.items() if share.measures}


def _share(facts: CaseFacts, department: int) -> Share:
    leads = department in (CITY, facts.department)
    own = (facts.department if department == CITY else department) in facts.own
    if own:
        return Share(frozenset({Measure.OWN_DEPARTMENT} if leads else ()))
    clocks = [
        clock for clock in facts.clocks if clock.department not in facts.own and department in (CITY, clock.department)
    ]
    begun = facts.asked_at if department == CITY else None
    measures = frozenset(_measures(facts, department, clocks, leads))
    return Share(
        measures,
        accept_minutes=_minutes(clocks, ClockKind.ACCEPT, begun),
        answer_minutes=_minutes(clocks, ClockKind.ANSWER, begun),
        open_until=facts.due_at if Measure.OPEN in measures else None,
        **{f"{kind.value}_until": _until(clocks, kind) for kind in PROMISES},
    )


def _measures(facts: CaseFacts, department: int, clocks: list[ClockFacts], leads: bool) -> Iterator[Measure]:
    if leads:
        yield from _case(facts)
    for kind, (due, kept) in PROMISES.items():
        outcomes = {clock.outcome for clock in clocks if clock.kind == kind} & set(ENDED)
        yield from (due, kept) if outcomes == {Outcome.MET} else (due,) if outcomes else ()
    if any(clock.outcome == Outcome.STOPPED for clock in clocks):
        yield Measure.STOPPED
    if facts.transferred if department == CITY else any(clock.met_by == Deed.TRANSFER for clock in clocks):
        yield Measure.TRANSFERRED
    if facts.rating and department in (CITY, facts.rating.department):
        yield from _rating(facts.rating)


def _case(facts: CaseFacts) -> Iterator[Measure]:
    yield Measure.RECEIVED
    place = place_of(facts.status, facts.disposition)
    if place:
        yield Measure(place.value)
    if place is Place.FORWARDED:
        yield Measure.OPEN if facts.status in OPEN else Measure.ANSWERED
    if facts.followed_up:
        yield Measure.FOLLOWED_UP
    if facts.sealed:
        yield Measure.SEALED


def _rating(rating: RatingFacts) -> Iterator[Measure]:
    yield Measure.RATED
    if rating.grade not in BAD_GRADES:
        yield Measure.SATISFIED
    if rating.solved is not None:
        yield Measure.ASKED_SOLVED
    if rating.solved:
        yield Measure.SOLVED


def _minutes(clocks: Iterable[ClockFacts], kind: ClockKind, begun: datetime | None) -> int | None:
    done = [clock for clock in clocks if clock.kind == kind and clock.met_at and meets(clock.met_by, kind)]
    if not done:
        return None
    first = min(done, key=lambda clock: (clock.met_at, clock.opened_at))
    assert first.met_at is not None
    return int((first.met_at - (begun or first.opened_at)).total_seconds() // 60)


def _until(clocks: Iterable[ClockFacts], kind: ClockKind) -> datetime | None:
    return min((clock.due_at for clock in clocks if clock.kind == kind and clock.outcome is None), default=None)

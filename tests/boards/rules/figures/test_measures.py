"""What one case adds to the figures, for the city and for each department."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from boards.clocks.policy import ClockKind
from boards.rules.figures.measures import BITS, CITY, CaseFacts, ClockFacts, Measure, RatingFacts, shares
from boards.rules.status import Status
from forum.deeds import Deed

AT = datetime(2014, 9, 22, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOUSING, ROADS = 1, 2


def case(**changed):
    given = {
        "thread": 1,
        "category": 1,
        "day": date(2014, 9, 22),
        "asked_at": AT,
        "kind": "complaint",
        "channel": "web",
        "status": Status.UNACCEPTED,
        "disposition": "forwarded",
        "department": HOUSING,
        "due_at": AT + 2 * HOUR,
    }
    return CaseFacts(**given | changed)


def clock(kind=ClockKind.ACCEPT, department=HOUSING, ended=None, by=None, outcome=None):
    return ClockFacts(department, kind, AT, AT + 2 * HOUR, ended and AT + ended, by, outcome)


ACCEPTED = clock(ended=HOUR, by=Deed.ACCEPT, outcome="met")
LATE = clock(ended=3 * HOUR, by=Deed.ACCEPT, outcome="missed")
ANSWERED = clock(ClockKind.ANSWER, ended=90 * timedelta(minutes=1), by=Deed.RESULT, outcome="met")
PASSED_ON = clock(department=ROADS, ended=HOUR, by=Deed.TRANSFER, outcome="stopped")


def names(facts, department=CITY):
    share = shares(facts).get(department)
    return set(map(str, share.measures)) if share else set()


def test_a_thread_that_is_no_question_adds_nothing():
    assert shares(case(status=None, disposition=None, department=None)) == {}


@pytest.mark.parametrize(
    ("status", "disposition", "counted"),
    [
        (Status.PENDING, None, {"received", "waiting"}),
        (Status.PENDING, "forwarded", {"received", "waiting"}),
        (Status.UNACCEPTED, "forwarded", {"received", "forwarded", "open"}),
        (Status.FOLLOWING_UP, "forwarded", {"received", "forwarded", "open"}),
        (Status.ANSWERED, "forwarded", {"received", "forwarded", "answered"}),
        (Status.CLOSED, "forwarded", {"received", "forwarded", "answered"}),
        (Status.ANSWERED, "platform", {"received", "platform"}),
        (Status.CLOSED, "duplicate", {"received", "duplicate"}),
        (Status.DECLINED, "declined", {"received", "declined"}),
        (None, "discussion", {"received", "discussion"}),
    ],
)
def test_each_question_is_received_and_in_one_place(status, disposition, counted):
    assert names(case(status=status, disposition=disposition)) == counted


@pytest.mark.parametrize(
    ("clocks", "counted"),
    [
        ([clock()], set()),
        ([ACCEPTED], {"accept_due", "accepted_on_time"}),
        ([LATE], {"accept_due"}),
        ([ACCEPTED, LATE], {"accept_due"}),
        ([ACCEPTED, ACCEPTED], {"accept_due", "accepted_on_time"}),
        ([ANSWERED], {"answer_due", "answered_on_time"}),
        ([replace(ACCEPTED, kind=ClockKind.FIRST_REPLY)], {"first_reply_due", "first_reply_on_time"}),
        ([replace(ACCEPTED, outcome="stopped")], {"stopped"}),
        ([clock("cohandling", ended=HOUR, by=Deed.INPUT, outcome="met")], set()),
    ],
)
def test_a_promise_is_kept_when_all_its_clocks_were_met(clocks, counted):
    assert names(case(clocks=tuple(clocks))) - names(case()) == counted


def test_a_department_counts_its_own_clocks_and_the_one_that_leads_the_case():
    facts = case(clocks=(PASSED_ON, ACCEPTED), transferred=True)
    assert names(facts, ROADS) == {"stopped", "transferred"}
    assert names(facts, HOUSING) == {"received", "forwarded", "open", "accept_due", "accepted_on_time"}
    assert names(facts) == {"received", "forwarded", "open", "accept_due", "accepted_on_time", "stopped", "transferred"}


@pytest.mark.parametrize(
    ("grade", "solved", "counted"),
    [
        (5, None, {"rated", "satisfied"}),
        (3, True, {"rated", "satisfied", "asked_solved", "solved"}),
        (2, False, {"rated", "asked_solved"}),
        (1, True, {"rated", "asked_solved", "solved"}),
    ],
)
def test_a_rating_says_how_satisfied_and_whether_solved(grade, solved, counted):
    facts = case(status=Status.ANSWERED, department=ROADS, rating=RatingFacts(HOUSING, grade, solved))
    assert names(facts) - names(replace(facts, rating=None)) == counted
    assert names(facts, HOUSING) == counted
    assert not names(facts, ROADS) & counted


def test_what_a_departments_own_people_ask_is_counted_apart():
    facts = case(clocks=(LATE,), own=frozenset({HOUSING}), rating=RatingFacts(HOUSING, 5, True))
    assert names(facts) == names(facts, HOUSING) == {"own_department"}


def test_an_own_question_that_was_passed_on_counts_for_the_others():
    facts = case(clocks=(PASSED_ON, ACCEPTED), own=frozenset({ROADS}))
    assert names(facts, ROADS) == set()
    assert names(facts) == {"received", "forwarded", "open", "accept_due", "accepted_on_time"}


def test_times_count_from_the_question_and_for_a_department_from_its_arrival():
    arrived = replace(ACCEPTED, opened_at=AT + HOUR / 2)
    made = shares(case(clocks=(replace(arrived, met_at=AT + 3 * HOUR), arrived, ANSWERED)))
    assert (made[CITY].accept_minutes, made[HOUSING].accept_minutes) == (60, 30)
    assert (made[CITY].answer_minutes, made[HOUSING].answer_minutes) == (90, 90)


def test_a_transfer_is_no_acceptance():
    assert shares(case(clocks=(PASSED_ON,)))[CITY].accept_minutes is None


def test_limits_that_run_are_kept_for_the_time_of_reading():
    share = shares(case(clocks=(clock(), clock(ClockKind.ANSWER), ACCEPTED)))[CITY]
    assert (share.open_until, share.accept_until, share.first_reply_until) == (AT + 2 * HOUR, AT + 2 * HOUR, None)
    assert shares(case(status=Status.ANSWERED))[CITY].open_until is None


def test_bits_never_change_their_place():
    assert [measure.value for measure in Measure][:9] == (
        "received waiting forwarded platform duplicate declined discussion answered open".split()
    )
    assert list(BITS.values()) == [2**place for place in range(len(Measure))]

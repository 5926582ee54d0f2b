"""A department's record over a period."""

from datetime import timedelta

import pytest

from boards.actions.cases.declining import decline
from boards.actions.cases.handling import accept, give_result
from boards.actions.cases.ratings import rate
from boards.rules.figures.rates import Record


def test_a_department_without_questions_has_an_empty_record(places, rules, now, record_of):
    assert record_of(places.housing, None, None, now) == Record()


def test_a_period_takes_in_both_its_days_as_the_city_counts_them(places, rules, now, asked, record_of):
    asked("一个问题")
    day = rules.day(now)
    for first, last, received in (
        (day, day, 1),
        (None, day, 1),
        (day, None, 1),
        (day + timedelta(days=1), None, 0),
        (None, day - timedelta(days=1), 0),
    ):
        assert record_of(places.housing, first, last, now).received == received


def test_the_last_rating_of_a_case_counts(places, cast, rules, now, asked, record_of):
    thread = asked("路灯")
    accept(thread, actor=cast.spokesperson, now=now)
    give_result(thread, actor=cast.spokesperson, now=now, city=rules, text="修好了。")
    for grade, satisfied in ((1, 0), (5, 1)):
        rate(thread, actor=cast.asker, now=now, city=rules, grade=grade)
        found = record_of(places.housing, None, None, now)
        assert (found.rated, found.satisfied) == (1, satisfied)


def test_what_is_open_is_pending_until_it_is_late(places, rules, now, asked, record_of):
    asked("路灯")
    for moment, pending, overdue in ((now, 1, 0), (now + timedelta(days=30), 0, 1)):
        found = record_of(places.housing, None, None, moment)
        assert (found.pending, found.overdue) == (pending, overdue)


def test_a_clock_that_still_runs_is_not_measured(places, rules, now, asked, record_of):
    asked("路灯")
    found = record_of(places.housing, None, None, now)
    assert (found.accept_due, found.answer_due, found.rated) == (0, 0, 0)


@pytest.mark.parametrize(
    ("hours", "found"),
    [
        (None, (1, 0, 1, 0)),  # never accepted, never answered
        (0, (1, 1, 1, 1)),
        (24 * 20, (1, 0, 1, 0)),  # both done, both too late
    ],
)
def test_acceptance_and_answer_are_measured_against_their_own_clocks(
    places, cast, rules, now, asked, hours, found, record_of
):
    thread = asked("路灯")
    if hours is not None:
        done = now + timedelta(hours=hours, minutes=2)
        accept(thread, actor=cast.spokesperson, now=done)
        give_result(thread, actor=cast.spokesperson, now=done, city=rules, text="修好了。")
    record = record_of(places.housing, None, None, now + timedelta(days=60))
    assert (record.accept_due, record.accepted_on_time, record.answer_due, record.answered_on_time) == found


def test_a_declined_question_is_received_and_neither_forwarded_nor_answered(places, cast, rules, now, asked, record_of):
    asked("路灯")
    decline(
        asked("诉讼"),
        actor=cast.spokesperson,
        now=now,
        city=rules,
        code="litigation",
        text="案件正在法院审理，请等待判决。",
    )
    found = record_of(places.housing, None, None, now)
    assert (found.received, found.forwarded, found.answered, found.pending) == (2, 1, 0, 1)


def test_another_departments_questions_are_not_counted(places, rules, now, asked, record_of):
    asked("交通的事", places.roads_board)
    assert record_of(places.housing, None, None, now + timedelta(days=60)) == Record()

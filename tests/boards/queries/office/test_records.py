"""A department's record over a period."""

from datetime import date, timedelta

from boards.actions.cases.handling import accept, give_result
from boards.actions.cases.ratings import rate
from boards.queries.office.records import record_of
from boards.rules.rates import Record


def test_a_department_without_questions_has_an_empty_record(places, rules, now):
    assert record_of(places.housing, None, None, now, rules) == Record()


def test_a_period_takes_in_both_its_days_as_the_city_counts_them(places, rules, now, asked):
    asked("一个问题")
    day = rules.day(now)
    for first, last, received in (
        (day, day, 1),
        (None, day, 1),
        (day, None, 1),
        (day + timedelta(days=1), None, 0),
        (None, day - timedelta(days=1), 0),
    ):
        assert record_of(places.housing, first, last, now, rules).received == received
    assert isinstance(day, date)


def test_the_last_rating_of_a_case_counts(places, cast, rules, now, asked):
    thread = asked("路灯")
    accept(thread, actor=cast.spokesperson, now=now)
    give_result(thread, actor=cast.spokesperson, now=now, city=rules, text="修好了。")
    for grade, satisfied in ((1, 0), (5, 1)):
        rate(thread, actor=cast.asker, now=now, city=rules, grade=grade)
        found = record_of(places.housing, None, None, now, rules)
        assert (found.rated, found.satisfied) == (1, satisfied)


def test_what_is_open_is_pending_until_it_is_late(places, rules, now, asked):
    asked("路灯")
    for moment, pending, overdue in ((now, 1, 0), (now + timedelta(days=30), 0, 1)):
        found = record_of(places.housing, None, None, moment, rules)
        assert (found.pending, found.overdue) == (pending, overdue)

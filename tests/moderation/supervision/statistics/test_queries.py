"""Figures at the time of reading: each equals the number of threads behind it."""

from datetime import date, timedelta
from random import Random
from statistics import median

import pytest

from boards.models.figures import CaseFigures
from boards.queries.lists.figure_steps import Period, counts_by_step
from boards.queries.lists.figures import (
    Scope,
    behind,
    counts,
    counts_of_all,
    scope_of,
    units,
)
from boards.queries.lists.medians import median_minutes
from boards.readers import figures
from boards.rules.figures.choice import Choice
from boards.rules.figures.measures import CITY
from boards.rules.figures.published import FIGURES, rate_of
from boards.rules.figures.steps import Step
from forum.problems import Invalid
from forum.store import db

EVERYTHING = Scope(Choice())


def test_the_figures_of_the_whole_city(city, clock):
    found = counts(EVERYTHING, clock.now())
    assert {key: found[key] for key in FIGURES if found[key]} == {
        "received": 7,
        "waiting": 1,
        "forwarded": 5,
        "declined": 1,
        "answered": 1,
        "overdue": 4,
        "accept_due": 5,
        "accepted_on_time": 1,
        "answer_due": 5,
        "answered_on_time": 1,
        "stopped": 1,
        "rated": 1,
        "satisfied": 1,
        "asked_solved": 1,
        "solved": 1,
    }
    assert rate_of("reply_rate", found) == 20.0


def test_what_runs_out_changes_the_figures_without_a_deed(city, clock):
    clock.advance(timedelta(days=-4, hours=1))
    early = counts(EVERYTHING, clock.now())
    assert (early["pending"], early["overdue"], early["accept_due"]) == (4, 0, 2)
    clock.advance(timedelta(days=1))
    later = counts(EVERYTHING, clock.now())
    assert (later["pending"], later["overdue"], later["accept_due"]) == (1, 3, 5)


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"department": "zhujian"},
        {"kind": "suggestion"},
        {"channel": "hotline"},
        {"first": "2014-09-22", "last": "2014-09-22"},
        {"first": "2014-09-01", "last": "2014-09-30", "kind": "complaint"},
        {"first": "2014-10-01"},
        {"last": "2014-08-31"},
        {"category": "1"},
    ],
)
def test_each_figure_is_the_number_of_threads_behind_it(city, clock, chosen):
    for hours in (-100, -95, -80, 0):
        now, scope = clock.now() + timedelta(hours=hours), scope_of(Choice(**chosen), units())
        found = counts(scope, now)
        rows = {key: CaseFigures.select().where(*behind(scope, key, now)).count() for key in FIGURES}
        assert {key: found[key] for key in FIGURES} == rows


def test_departments_add_up_to_the_city_where_nothing_was_passed_on(city, places, clock):
    found = counts_of_all(EVERYTHING, clock.now(), units().departments)
    whole = found.pop(CITY)
    assert {number: counted["received"] for number, counted in found.items()} == {
        places.housing.id: 6,
        places.roads.id: 1,
    }
    assert all(sum(counted[key] for counted in found.values()) == whole[key] for key in FIGURES)


@pytest.mark.parametrize(
    ("step", "begins", "first", "last"),
    [
        (Step.DAY, date(2014, 9, 22), date(2014, 9, 22), date(2014, 9, 22)),
        (Step.MONTH, date(2014, 9, 1), date(2014, 9, 1), date(2014, 9, 30)),
        (Step.QUARTER, date(2014, 7, 1), date(2014, 7, 1), date(2014, 9, 30)),
        (Step.YEAR, date(2014, 1, 1), date(2014, 1, 1), date(2014, 10, 5)),
    ],
)
def test_a_chart_tells_by_each_step_what_its_period_is_and_counts_what_was_asked_in_it(
    city, clock, step, begins, first, last
):
    told = counts_by_step(EVERYTHING, step, date(2013, 12, 30), date(2014, 10, 5))
    assert told == sorted(told) and (told[0].first, told[-1].last) >= (date(2013, 12, 30), date(2014, 10, 5))
    asked = [each for each in told if each.received]
    assert asked == [Period(begins, first, last, 7, 1)]
    for each in told[-3:]:
        chosen = Scope(Choice(first=str(each.first), last=str(each.last)))
        assert counts(chosen, clock.now())["received"] == each.received


def test_the_median_of_an_even_number_is_between_the_two(city, clock):
    accept, answer = median_minutes(EVERYTHING)
    assert (accept, answer) == (pytest.approx((64 + 1803) / 2, abs=8), pytest.approx(66, abs=8))
    assert median_minutes(scope_of(Choice(kind="suggestion"), units())) == (None, None)


@pytest.mark.parametrize("chosen", [{"department": "nowhere"}, {"category": "99"}])
def test_a_department_or_category_that_there_is_none_of_is_refused(places, chosen):
    with pytest.raises(Invalid) as refusal:
        scope_of(Choice(**chosen), units())
    assert set(refusal.value.errors) == set(chosen)


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"first": "2014-09-01", "last": "2014-09-30"},
        {"first": "2013-01-01"},
        {"kind": "complaint"},
        {"first": "2013-02-10", "last": "2014-03-09"},
        {"last": "2014-01-31"},
    ],
)
def test_medians_are_those_of_the_values_sorted_however_long_the_period(chosen, database):
    draw, given = Random(7), []
    for thread in range(1, 60):
        day = date(2013, 1, 1) + timedelta(days=draw.randrange(800))
        values = [draw.choice([None, draw.randrange(5000)]) for _ in range(2)]
        kind = draw.choice(["complaint", "suggestion"])
        given.append((day, kind, values))
        row = {"day": day, "kind": kind, "accept_minutes": values[0], "answer_minutes": values[1]}
        row |= {"category": 1, "channel": "web", "measures": 1}
        CaseFigures.create(thread=thread, **row)
        with db.write():
            figures.add_to_minutes(figures.minutes_of([((thread, CITY), row, 1)]))
    scope = Scope(Choice(**chosen))
    first, last = scope.choice.days
    for place, found in enumerate(median_minutes(scope)):
        wanted = [
            values[place]
            for day, kind, values in given
            if values[place] is not None
            and (first or date.min) <= day <= (last or date.max)
            and kind == chosen.get("kind", kind)
        ]
        assert wanted and found == median(wanted)

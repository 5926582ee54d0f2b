"""What the statistics may be asked for, and how a period is divided into months."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from boards.rules.figures.choice import MONTH, YEAR, Choice, Run, split
from boards.rules.figures.steps import Step, end_of
from forum.problems import Invalid

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"first": "2014-10-01", "last": "2014-09-30"}, "first"),
        ({"first": "gestern"}, "first"),
        ({"last": "2014-02-30"}, "last"),
        ({"first": "1814-01-01"}, "first"),
        ({"last": "9999-12-31"}, "last"),
        ({"kind": "cake"}, "kind"),
        ({"channel": "pigeon"}, "channel"),
        ({"category": "x"}, "category"),
        ({"category": "1" * 19}, "category"),
        ({"category": "1", "department": "zhujian"}, "category"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(typed, field):
    with pytest.raises(Invalid) as refusal:
        Choice(**typed)
    assert set(refusal.value.errors) == {field}


def test_an_address_holds_the_same_choice():
    choice = Choice(first="2014-09-01", kind="complaint")
    assert choice.url() == "/statistics?from=2014-09-01&kind=complaint"
    assert choice.url("/statistics/threads", figure="overdue").endswith("kind=complaint&figure=overdue")
    assert Choice().url() == "/statistics"


def _run(months, begins, ends):
    return Run(months, begins and date(*begins, 1), ends and date(*ends, 1))


@pytest.mark.parametrize(
    ("first", "last", "runs", "edges"),
    [
        (None, None, [_run(YEAR, None, None)], 0),
        (date(2014, 9, 1), date(2014, 9, 30), [_run(MONTH, (2014, 9), (2014, 9))], 0),
        (date(2014, 9, 2), date(2014, 10, 31), [_run(MONTH, (2014, 10), (2014, 10))], 1),
        (date(2014, 9, 2), date(2014, 11, 3), [_run(MONTH, (2014, 10), (2014, 10))], 2),
        (date(2014, 9, 5), date(2014, 9, 20), [], 1),
        (date(2014, 9, 5), None, [_run(MONTH, (2014, 10), (2014, 12)), _run(YEAR, (2015, 1), None)], 1),
        (None, date(2014, 12, 31), [_run(YEAR, None, (2014, 1))], 0),
        (None, date(2014, 12, 30), [_run(YEAR, None, (2013, 1)), _run(MONTH, (2014, 1), (2014, 11))], 1),
        (date(2014, 12, 31), date(2015, 1, 1), [], 1),
        (date(2014, 1, 1), date(2015, 12, 31), [_run(YEAR, (2014, 1), (2015, 1))], 0),
        (date(2014, 2, 1), date(2015, 11, 30), [_run(MONTH, (2014, 2), (2015, 11))], 0),
    ],
)
def test_a_period_is_whole_years_and_months_and_what_is_left_of_it(first, last, runs, edges):
    span = split(first, last)
    assert (list(span.runs), len(span.edges)) == (runs, edges)


@given(DAYS, DAYS)
def test_each_day_of_a_period_is_in_one_part_of_it(one, other):
    first, last = sorted((one, other))
    parts = split(first, last)
    spans = [*parts.edges, *((run.begins, _end(run)) for run in parts.runs)]
    assert sum((end - begin).days + 1 for begin, end in spans) == (last - first).days + 1
    assert all(first <= begin <= end <= last for begin, end in spans)
    assert len(parts.runs) <= 3


def _end(run):
    return end_of(run.ends, Step.YEAR if run.months == YEAR else Step.MONTH)

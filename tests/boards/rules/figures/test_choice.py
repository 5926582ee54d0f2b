"""What the statistics may be asked for, and how a period is divided into months."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from boards.rules.figures.choice import Choice, split
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


@pytest.mark.parametrize(
    ("first", "last", "months", "edges"),
    [
        (None, None, (None, None), 0),
        (date(2014, 9, 1), date(2014, 9, 30), (date(2014, 9, 1), date(2014, 9, 1)), 0),
        (date(2014, 9, 2), date(2014, 10, 31), (date(2014, 10, 1), date(2014, 10, 1)), 1),
        (date(2014, 9, 2), date(2014, 11, 3), (date(2014, 10, 1), date(2014, 10, 1)), 2),
        (date(2014, 9, 5), date(2014, 9, 20), None, 1),
        (date(2014, 9, 5), None, (date(2014, 10, 1), None), 1),
        (None, date(2014, 12, 31), (None, date(2014, 12, 1)), 0),
        (None, date(2014, 12, 30), (None, date(2014, 11, 1)), 1),
        (date(2014, 12, 31), date(2015, 1, 1), None, 1),
    ],
)
def test_a_period_is_whole_months_and_what_is_left_of_it(first, last, months, edges):
    span = split(first, last)
    assert (span.months, len(span.edges)) == (months, edges)


@given(DAYS, DAYS)
def test_each_day_of_a_period_is_in_one_part_of_it(one, other):
    first, last = sorted((one, other))
    span = split(first, last)
    days = sum((end - begin).days + 1 for begin, end in span.edges)
    if span.months:
        begin, month = span.months
        end = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        days += (end - begin).days
    assert days == (last - first).days + 1
    assert all(first <= begin <= end <= last for begin, end in span.edges)

"""By what a chart of the figures goes."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from boards.rules.figures.steps import MOST, Step, all_begins, begin_of, end_of, name_of, step_that_fits

DAYS = st.dates(date(2000, 1, 1), date(2199, 12, 30))


@pytest.mark.parametrize(
    ("first", "last", "step"),
    [
        (date(2014, 9, 1), date(2014, 9, 1), Step.DAY),
        (date(2014, 9, 1), date(2014, 10, 6), Step.DAY),
        (date(2014, 9, 1), date(2014, 10, 7), Step.MONTH),
        (date(2011, 10, 31), date(2014, 9, 1), Step.MONTH),
        (date(2011, 9, 30), date(2014, 9, 1), Step.QUARTER),
        (date(2005, 10, 31), date(2014, 9, 1), Step.QUARTER),
        (date(2005, 9, 30), date(2014, 9, 1), Step.YEAR),
        (date(2000, 1, 1), date(2199, 12, 31), Step.YEAR),
    ],
)
def test_the_finest_that_fits_is_chosen(first, last, step):
    assert step_that_fits(first, last) is step


@given(DAYS, st.sampled_from(Step))
def test_each_day_is_in_one_period_and_the_next_begins_after_it(day, step):
    begin = begin_of(day, step)
    end = end_of(begin, step)
    assert begin <= day <= end and begin_of(end, step) == begin
    assert begin_of(end + timedelta(days=1), step) == end + timedelta(days=1)


def test_the_newest_periods_are_told_oldest_first():
    begins = list(all_begins(date(2013, 12, 30), date(2014, 7, 1), Step.QUARTER))
    assert [name_of(each, Step.QUARTER) for each in begins] == ["2013 Q4", "2014 Q1", "2014 Q2", "2014 Q3"]
    days = list(all_begins(date(2000, 1, 1), date(2014, 7, 1), Step.DAY))
    assert len(days) == MOST and days[-1] == date(2014, 7, 1)
    assert list(all_begins(date(2014, 7, 2), date(2014, 7, 1), Step.DAY)) == []

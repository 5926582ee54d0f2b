from datetime import date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given, settings, strategies as st

from boards.clocks.calendar import CalendarError, Day, Reason, Source, WorkingCalendar
from boards.clocks.holidays import chinese_calendar_with, official_day

OFFICIAL = chinese_calendar_with()
PLAIN = WorkingCalendar({})
PUBLISHED_DATES = st.dates(date(2004, 1, 1), date(2026, 12, 31))
OFFICE = ((time(8, 30), time(12)), (time(14), time(17, 30)))


@pytest.mark.parametrize(
    ("when", "working", "reason"),
    [
        (date(2014, 9, 28), True, Reason.MAKE_UP),
        (date(2014, 9, 30), True, Reason.WEEKDAY),
        (date(2014, 10, 1), False, Reason.NATIONAL),
        (date(2014, 10, 7), False, Reason.NATIONAL),
        (date(2014, 10, 11), True, Reason.MAKE_UP),
        (date(2014, 10, 12), False, Reason.WEEKEND),
        (date(2015, 9, 3), False, Reason.VICTORY),
        (date(2026, 2, 16), False, Reason.SPRING_FESTIVAL),
        (date(2026, 9, 20), True, Reason.MAKE_UP),
    ],
)
def test_a_published_day_is_final_and_says_why(when, working, reason):
    assert official_day(when) == Day(working, False, Source.PUBLISHED, reason)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, date(2014, 9, 30)),
        (1, date(2014, 10, 8)),
        (2, date(2014, 10, 9)),
        (4, date(2014, 10, 11)),
        (5, date(2014, 10, 13)),
    ],
)
def test_working_days_are_counted_over_the_national_day_week(count, expected):
    assert OFFICIAL.add_working_days(date(2014, 9, 30), count) == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (date(2014, 9, 26), date(2014, 9, 28)),
        (date(2014, 9, 27), date(2014, 9, 28)),
        (date(2014, 9, 28), date(2014, 9, 29)),
        (date(2014, 10, 3), date(2014, 10, 8)),
    ],
)
def test_the_next_working_day_is_later_than_the_given_one(after, expected):
    assert OFFICIAL.next_working_day(after) == expected


# Years far enough ahead to stay unannounced. The law since 2025: new year 1 day, spring festival 4 from its eve, 清明 1, labour day 2,
# 端午 1, 中秋 1, national day 3, and a substitute for each that falls on a weekend.
@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (date(2062, 1, 1), date(2062, 1, 2), Reason.NEW_YEAR),
        (date(2062, 2, 8), date(2062, 2, 11), Reason.SPRING_FESTIVAL),
        (date(2062, 2, 13), date(2062, 2, 13), Reason.SPRING_FESTIVAL),
        (date(2075, 2, 14), date(2075, 2, 19), Reason.SPRING_FESTIVAL),
        (date(2062, 4, 4), date(2062, 4, 4), Reason.QINGMING),
        (date(2062, 5, 1), date(2062, 5, 2), Reason.LABOUR),
        (date(2062, 6, 11), date(2062, 6, 12), Reason.DRAGON_BOAT),
        (date(2075, 9, 24), date(2075, 9, 24), Reason.MID_AUTUMN),
        (date(2062, 10, 1), date(2062, 10, 4), Reason.NATIONAL),
    ],
)
def test_statutory_days_of_a_year_to_come_are_computed_and_provisional(first, last, reason):
    days = [official_day(first + timedelta(days=n)) for n in range((last - first).days + 1)]
    assert set(days) == {Day(False, True, Source.COMPUTED, reason)}


@pytest.mark.parametrize("when", [date(2062, 2, 7), date(2062, 2, 14), date(2062, 5, 3), date(2062, 10, 5)])
def test_a_plain_weekday_of_a_year_to_come_is_worked_but_provisional(when):
    assert official_day(when) == Day(True, True, Source.COMPUTED, Reason.WEEKDAY)


@pytest.mark.parametrize("when", [date(1990, 5, 7), date(2101, 5, 2), date(2500, 5, 3)])
def test_a_year_beyond_every_table_still_has_weekdays(when):
    assert official_day(when).working and official_day(when).provisional


def test_the_published_calendar_agrees_with_an_independent_one():
    other = holidays.China(years=range(2004, 2027))
    days = [date(2004, 1, 1) + timedelta(days=n) for n in range(8401)]
    differing = [day for day in days if official_day(day).working != other.is_working_day(day)]
    # Worked in exchange for 3 January 2006; chinesecalendar lacks it. Both cities came later.
    assert differing == [date(2005, 12, 31)]


@settings(deadline=None)
@given(PUBLISHED_DATES, st.integers(0, 60))
def test_working_day_arithmetic_agrees_with_a_naive_count(start, count):
    end = OFFICIAL.add_working_days(start, count)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(OFFICIAL.is_working_day(day) for day in between) == count
    assert count == 0 or OFFICIAL.is_working_day(end)


def test_every_working_day_from_2004_to_2026_is_the_next_of_the_one_before():
    days = [date(2004, 1, 1) + timedelta(days=n) for n in range(8401)]
    worked = [day for day in days if official_day(day).working]
    when = date(2003, 12, 31)
    for number, day in enumerate(worked, 1):
        when = OFFICIAL.next_working_day(when)
        assert when == day, f"working day {number}"


def test_an_override_comes_before_what_is_published():
    typhoon = Day(False, False, Source.OVERRIDE, "台风停工")
    calendar = chinese_calendar_with({date(2014, 9, 28): typhoon})
    assert calendar.day(date(2014, 9, 28)) == typhoon
    assert calendar.next_working_day(date(2014, 9, 26)) == date(2014, 9, 29)


def test_a_complete_notice_ends_the_doubt_about_its_year():
    holiday = Day(False, False, Source.OVERRIDE, Reason.LABOUR)
    calendar = chinese_calendar_with({date(2062, 5, 3): holiday}, complete_years={2062})
    assert calendar.day(date(2062, 5, 3)) == holiday
    assert calendar.day(date(2062, 5, 4)) == Day(True, False, Source.OVERRIDE, Reason.WEEKDAY)
    assert calendar.day(date(2062, 5, 2)).working, "the notice did not name it"
    assert calendar.day(date(2063, 5, 3)).provisional


def test_a_single_override_leaves_its_year_provisional():
    calendar = chinese_calendar_with({date(2062, 7, 3): Day(False, reason="台风停工")})
    assert calendar.day(date(2062, 7, 4)).provisional


def test_a_mapping_serves_as_the_published_days():
    calendar = WorkingCalendar({date(2030, 1, 1): Day(False)})
    assert not calendar.is_working_day(date(2030, 1, 1))
    assert calendar.day(date(2030, 1, 2)) == Day(True, True, Source.COMPUTED, Reason.WEEKDAY)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2014-09-30 08:29:59", False),
        ("2014-09-30 08:30:00", True),
        ("2014-09-30 11:59:59", True),
        ("2014-09-30 12:00:00", False),
        ("2014-09-30 14:00:00", True),
        ("2014-09-30 17:30:00", False),
        ("2014-09-28 10:00:00", True),
        ("2014-10-01 10:00:00", False),
        ("2014-10-12 10:00:00", False),
    ],
)
def test_office_time_includes_its_start_and_excludes_its_end(moment, expected):
    assert OFFICIAL.is_office_time(datetime.fromisoformat(moment), OFFICE) is expected


def test_counting_backward_is_refused():
    with pytest.raises(ValueError, match="forward"):
        PLAIN.add_working_days(date(2014, 9, 30), -1)


def test_a_calendar_without_working_days_is_refused():
    endless = WorkingCalendar(lambda when: Day(False))
    with pytest.raises(CalendarError, match="2014-09-30"):
        endless.next_working_day(date(2014, 9, 30))

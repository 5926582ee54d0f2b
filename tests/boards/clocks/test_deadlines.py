from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings, strategies as st

from boards.clocks.calendar import Day, WorkingCalendar
from boards.clocks.deadlines import (
    ClockState,
    Occasion,
    Step,
    clock_state,
    due,
    due_by,
    extended,
    is_overdue,
    lateness,
    recomputed,
)
from boards.clocks.holidays import chinese_calendar_with
from boards.clocks.policy import ClockKind, Ends, Policy, Rule, Starts, Unit, load

SHANGHAI = ZoneInfo("Asia/Shanghai")
QUZHOU, RUIAN = load("quzhou"), load("ruian")
CALENDAR = chinese_calendar_with()
HOUR = timedelta(hours=1)
AT = datetime(2014, 9, 30, 4, tzinfo=UTC)

MOMENTS = st.datetimes(datetime(2003, 12, 1), datetime(2031, 1, 1)).map(lambda moment: moment.replace(tzinfo=SHANGHAI))
DAY_RULES = st.builds(
    Rule, st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS]), st.integers(1, 40), ends=st.sampled_from(Ends)
)
HOUR_RULES = st.builds(
    lambda hours, longer: Rule(Unit.HOURS, hours, longer and hours + longer - 1),
    st.integers(1, 100),
    st.none() | st.integers(1, 100),
)
RULES = DAY_RULES | HOUR_RULES
ZONES = (
    "Asia/Shanghai",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
)


def shanghai(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due_in(policy, kind, asked_at, **more):
    return due(kind, shanghai(asked_at), policy, CALENDAR, SHANGHAI, **more)


def count(rule, start, calendar=CALENDAR, timezone=SHANGHAI):
    return due_by(rule, start, QUZHOU, calendar, timezone)


@pytest.mark.parametrize(
    ("asked_at", "expected"),
    [
        ("2014-09-26 17:40", "2014-09-27 17:40"),  # Friday after closing
        ("2014-09-26 10:00", "2014-09-26 12:00"),
        ("2014-09-26 17:00", "2014-09-26 19:00"),  # past closing, by the clock
        ("2014-09-26 11:59", "2014-09-26 13:59"),
        ("2014-09-26 12:00", "2014-09-27 12:00"),  # lunch
        ("2014-09-26 08:29:59", "2014-09-27 08:29:59"),
        ("2014-09-26 08:30", "2014-09-26 10:30"),
        ("2014-09-26 17:30", "2014-09-27 17:30"),
        ("2014-09-27 10:00", "2014-09-28 10:00"),  # Saturday
        ("2014-09-28 10:00", "2014-09-28 12:00"),  # the Sunday that is worked
        ("2014-10-01 10:00", "2014-10-02 10:00"),  # national day
        ("2013-12-31 23:30", "2014-01-01 23:30"),  # across the new year
    ],
)
def test_quzhou_accepts_in_two_hours_or_a_day(asked_at, expected):
    assert due_in(QUZHOU, ClockKind.ACCEPT, asked_at).due_at == shanghai(expected)


@pytest.mark.parametrize(
    ("asked_at", "expected"),
    [
        ("2014-09-26 17:40", "2014-09-29 23:59:59"),
        ("2014-09-30 10:00", "2014-10-03 23:59:59"),
        ("2014-12-30 00:00", "2015-01-02 23:59:59"),
    ],
)
def test_quzhou_answers_in_three_calendar_days(asked_at, expected):
    assert due_in(QUZHOU, ClockKind.ANSWER, asked_at).due_at == shanghai(expected)


@pytest.mark.parametrize(
    ("asked_at", "first_reply", "answer"),
    [
        ("2014-09-30 10:00", "2014-10-08", "2014-10-13"),
        ("2014-09-30 00:00", "2014-10-08", "2014-10-13"),
        ("2014-09-30 23:59:59", "2014-10-08", "2014-10-13"),
        ("2014-10-03 10:00", "2014-10-08", "2014-10-13"),
        ("2014-09-27 10:00", "2014-09-28", "2014-10-09"),
        ("2014-09-22 09:00", "2014-09-23", "2014-09-28"),
    ],
)
def test_ruian_replies_in_one_working_day_and_answers_in_five(asked_at, first_reply, answer):
    end = " 23:59:59"
    assert due_in(RUIAN, ClockKind.FIRST_REPLY, asked_at).due_at == shanghai(first_reply + end)
    assert due_in(RUIAN, ClockKind.ANSWER, asked_at).due_at == shanghai(answer + end)


@pytest.mark.parametrize(
    ("policy", "kind"),
    [(RUIAN, ClockKind.ACCEPT), (QUZHOU, ClockKind.FIRST_REPLY), (Policy("x", "x"), ClockKind.ANSWER)],
)
def test_a_clock_the_city_does_not_have_is_never_due(policy, kind):
    assert due_in(policy, kind, "2014-09-30 10:00") is None


def test_a_due_time_is_in_utc():
    found = due_in(RUIAN, ClockKind.FIRST_REPLY, "2014-09-30 10:00").due_at
    assert (found.isoformat(), found.tzinfo) == ("2014-10-08T15:59:59+00:00", UTC)


def test_a_question_on_friday_evening_explains_itself():
    assert due_in(QUZHOU, ClockKind.ACCEPT, "2014-09-26 17:40").steps == (
        Step("from_question", {"at": "2014-09-26T17:40:00+08:00"}),
        Step("after_hours", {"hours": ["08:30-12:00", "14:00-17:30"]}),
        Step("plus_hours", {"n": 24}),
        Step("until", {"at": "2014-09-27T17:40:00+08:00"}),
    )


def test_a_question_before_national_day_names_the_days_that_do_not_count():
    assert due_in(RUIAN, ClockKind.ANSWER, "2014-09-30 10:00").steps == (
        Step("from_question", {"at": "2014-09-30T10:00:00+08:00"}),
        Step("plus_working_days", {"n": 5}),
        Step("rest_days", {"first": "2014-10-01", "last": "2014-10-07", "reason": "national"}),
        Step("worked", {"date": "2014-10-11", "reason": "make_up"}),
        Step("rest_day", {"date": "2014-10-12", "reason": "weekend"}),
        Step("until_end_of_day", {"at": "2014-10-13T23:59:59+08:00"}),
    )


def test_each_hop_says_what_opened_its_clock():
    found = due_in(RUIAN, "answer", "2014-09-30 10:00", occasion=Occasion.TRANSFER)
    assert found.steps[0].code == "from_transfer"


@pytest.mark.parametrize(
    ("kind", "asked_at", "years"),
    [
        ("first_reply", "2026-12-30 10:00", []),
        ("first_reply", "2026-12-31 10:00", [2027]),
        ("answer", "2026-12-30 10:00", [2027]),
        ("answer", "2028-12-28 10:00", [2028, 2029]),
    ],
)
def test_a_clock_over_unpublished_days_is_provisional_and_names_the_years(kind, asked_at, years):
    # A calendar of our own, since the packages will one day know these years.
    calendar = WorkingCalendar(lambda when: Day(when.weekday() < 5, when.year > 2026))
    found = due(kind, shanghai(asked_at), RUIAN, calendar, SHANGHAI)
    assert found.provisional is bool(years)
    assert [step.values["year"] for step in found.steps if step.code == "provisional"] == years


@pytest.mark.parametrize(
    ("kind", "asked_at", "provisional"),
    [
        ("accept", "2028-05-10 10:00", True),
        ("accept", "2028-05-10 20:00", False),
        ("answer", "2028-05-10 10:00", False),
    ],
)
def test_only_a_clock_that_asks_the_calendar_can_be_provisional(kind, asked_at, provisional):
    found = due(kind, shanghai(asked_at), QUZHOU, WorkingCalendar({}), SHANGHAI)
    assert found.provisional is provisional


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(Unit.CALENDAR_DAYS, 3, ends=Ends.SAME_TIME), "2014-10-03 10:00"),
        (Rule(Unit.WORKING_DAYS, 3, ends=Ends.SAME_TIME), "2014-10-10 10:00"),
        (Rule(Unit.WORKING_DAYS, 3), "2014-10-10 23:59:59"),
        (Rule(Unit.HOURS, 72), "2014-10-03 10:00"),
    ],
)
def test_the_other_readings_of_three_days_can_be_chosen(rule, expected):
    assert count(rule, shanghai("2014-09-30 10:00")).due_at == shanghai(expected)


def test_from_a_day_of_rest_the_last_working_day_counts_whole():
    rule = Rule(Unit.WORKING_DAYS, 1, ends=Ends.SAME_TIME)
    assert count(rule, shanghai("2014-10-12 10:00")).due_at == shanghai("2014-10-13 23:59:59")


def test_a_clock_counted_from_acceptance_waits_for_it():
    policy = Policy("x", "x", clocks={(ClockKind.ANSWER, None): Rule(Unit.CALENDAR_DAYS, 3, starts=Starts.ACCEPTANCE)})
    accepted = shanghai("2014-10-01 09:00")
    assert due_in(policy, "answer", "2014-09-30 10:00") is None
    found = due_in(policy, "answer", "2014-09-30 10:00", accepted_at=accepted)
    assert found.due_at == shanghai("2014-10-04 23:59:59")
    assert found.steps[0] == Step("from_acceptance", {"at": "2014-10-01T09:00:00+08:00"})


def test_a_complaint_may_be_due_sooner():
    policy = Policy(
        "x",
        "x",
        clocks={
            (ClockKind.ANSWER, None): Rule(Unit.CALENDAR_DAYS, 9),
            (ClockKind.ANSWER, "complaint"): Rule(Unit.CALENDAR_DAYS, 1),
        },
    )
    assert due_in(policy, "answer", "2014-09-30 10:00", question_kind="complaint").due_at == shanghai(
        "2014-10-01 23:59:59"
    )
    assert due_in(policy, "answer", "2014-09-30 10:00", question_kind="suggestion").due_at == shanghai(
        "2014-10-09 23:59:59"
    )


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        due("answer", datetime(2014, 9, 30, 10), RUIAN, CALENDAR, SHANGHAI)


@pytest.mark.parametrize(
    ("zone", "rule", "start", "expected"),
    [
        # Hours pass as they pass: the night summer time begins has one less.
        ("America/New_York", Rule(Unit.HOURS, 24), "2024-03-09T12:00-05:00", "2024-03-10T13:00-04:00"),
        # 02:30 does not exist on that day, and comes twice on the other.
        (
            "America/New_York",
            Rule(Unit.CALENDAR_DAYS, 1, ends=Ends.SAME_TIME),
            "2024-03-09T02:30-05:00",
            "2024-03-10T03:30-04:00",
        ),
        (
            "America/New_York",
            Rule(Unit.CALENDAR_DAYS, 1, ends=Ends.SAME_TIME),
            "2024-11-02T01:30-04:00",
            "2024-11-03T01:30-05:00",
        ),
        # The last second of this day comes twice; the day ends with the second.
        ("America/Santiago", Rule(Unit.CALENDAR_DAYS, 1), "2024-04-05T10:00-03:00", "2024-04-06T23:59:59-04:00"),
    ],
)
def test_summer_time_is_read_in_favour_of_the_later_moment(zone, rule, start, expected):
    found = count(rule, datetime.fromisoformat(start), timezone=ZoneInfo(zone))
    assert found.due_at == datetime.fromisoformat(expected)


@settings(deadline=None)
@given(RULES, st.datetimes(datetime(1985, 1, 1), datetime(2060, 1, 1)), st.sampled_from(ZONES))
def test_nothing_is_due_before_it_is_asked_in_any_zone(rule, moment, zone):
    start = moment.replace(tzinfo=UTC)
    assert count(rule, start, timezone=ZoneInfo(zone)).due_at > start


@settings(deadline=None)
@given(RULES, MOMENTS, st.integers(0, 70))
@example(Rule(Unit.WORKING_DAYS, 1, ends=Ends.SAME_TIME), shanghai("2014-09-29 23:00"), 0)
@example(Rule(Unit.HOURS, 2, 24), shanghai("2014-09-29 10:00"), 0)
def test_adding_a_holiday_never_makes_a_due_time_earlier(rule, start, days):
    holiday = (start + timedelta(days=days)).date()
    with_holiday = chinese_calendar_with({holiday: Day(False, reason="holiday")})
    assert count(rule, start, with_holiday).due_at >= count(rule, start).due_at


@settings(deadline=None)
@given(DAY_RULES, MOMENTS, st.timedeltas(timedelta(), timedelta(days=9)))
@example(Rule(Unit.WORKING_DAYS, 1, ends=Ends.SAME_TIME), shanghai("2014-10-10 17:00"), timedelta(hours=17))
def test_a_later_question_is_never_due_earlier_in_days(rule, start, later):
    assert count(rule, start + later).due_at >= count(rule, start).due_at


# Two hours in office time against a day outside it: there 08:29 is rightly due after 08:30,
# so order is only owed among questions of the same sort.
@settings(deadline=None)
@given(HOUR_RULES, MOMENTS, st.timedeltas(timedelta(), timedelta(days=9)))
def test_a_later_question_of_the_same_sort_is_never_due_earlier_in_hours(rule, start, later):
    in_office = [CALENDAR.is_office_time(moment, QUZHOU.office_hours) for moment in (start, start + later)]
    if rule.out_of_hours is None or in_office[0] == in_office[1]:
        assert count(rule, start + later).due_at >= count(rule, start).due_at


@settings(deadline=None)
@given(st.integers(1, 30), MOMENTS)
def test_working_days_agree_with_a_count_by_hand(length, start):
    last, left = start.date(), length
    while left:
        last += timedelta(days=1)
        left -= CALENDAR.is_working_day(last)
    expected = datetime.combine(last, time(23, 59, 59), SHANGHAI)
    assert count(Rule(Unit.WORKING_DAYS, length), start).due_at == expected


@pytest.mark.parametrize(
    ("met_at", "now", "overdue", "late"),
    [
        (None, AT - HOUR, False, timedelta()),
        (None, AT, False, timedelta()),
        (None, AT + HOUR, True, HOUR),
        (AT, AT + HOUR, False, timedelta()),
        (AT - HOUR, AT + HOUR, False, timedelta()),
        (AT + HOUR, AT + 9 * HOUR, False, HOUR),
    ],
)
def test_lateness_is_computed_when_it_is_read(met_at, now, overdue, late):
    assert is_overdue(AT, met_at, now) is overdue
    assert lateness(AT, met_at, now) == late


@pytest.mark.parametrize(
    ("met_at", "now", "expected"),
    [
        (None, AT - 2 * HOUR, ClockState.CALM),
        (None, AT - HOUR, ClockState.WARNING),
        (None, AT, ClockState.WARNING),
        (None, AT + timedelta(seconds=1), ClockState.OVERDUE),
        (AT, AT + HOUR, ClockState.MET),
        (AT + timedelta(seconds=1), AT + HOUR, ClockState.MISSED),
    ],
)
def test_a_clock_turns_yellow_before_and_red_after_its_due_time(met_at, now, expected):
    assert clock_state(AT, met_at, now, QUZHOU) is expected


def test_each_kind_of_clock_has_its_own_warning():
    assert clock_state(AT, None, AT - 23 * HOUR, QUZHOU, ClockKind.ANSWER) is ClockState.WARNING
    assert clock_state(AT, None, AT - HOUR, QUZHOU, ClockKind.ACCEPT) is ClockState.CALM


def test_an_extension_keeps_both_dates():
    old = due_in(RUIAN, "answer", "2014-09-30 10:00")
    new = extended(old, shanghai("2014-10-20 18:00"), SHANGHAI)
    assert new.due_at == shanghai("2014-10-20 18:00")
    assert new.steps[-1] == Step("extended", {"from": "2014-10-13T23:59:59+08:00", "at": "2014-10-20T18:00:00+08:00"})


@pytest.mark.parametrize("until", ["2014-10-13 23:59:59", "2014-10-01 10:00"])
def test_an_extension_that_does_not_extend_is_refused(until):
    with pytest.raises(ValueError, match="extension"):
        extended(due_in(RUIAN, "answer", "2014-09-30 10:00"), shanghai(until), SHANGHAI)


def published_between():
    """One clock before and after a notice that makes its due day a day of rest."""
    asked, rest = shanghai("2028-05-10 10:00"), {date(2028, 5, 11): Day(False, reason="holiday")}
    return [
        due("first_reply", asked, RUIAN, calendar, SHANGHAI)
        for calendar in (WorkingCalendar({}), WorkingCalendar({}, rest, {2028}))
    ]


def test_publishing_the_calendar_moves_an_open_clock_and_names_its_old_due_time():
    old, new = published_between()
    kept = recomputed(old, new, None, SHANGHAI)
    assert (kept.due_at, kept.provisional) == (shanghai("2028-05-12 23:59:59"), False)
    assert kept.steps[-1] == Step(
        "recomputed", {"from": "2028-05-11T23:59:59+08:00", "at": "2028-05-12T23:59:59+08:00"}
    )


def test_publishing_the_calendar_leaves_a_met_clock_alone():
    old, new = published_between()
    assert recomputed(new, old, new.due_at, SHANGHAI) is new


def test_publishing_the_calendar_leaves_a_supervisors_date_alone():
    old, new = published_between()
    granted = extended(old, old.due_at + HOUR, SHANGHAI)
    assert recomputed(granted, new, None, SHANGHAI) is granted


def test_a_due_time_that_did_not_move_is_only_no_longer_provisional():
    old, _ = published_between()
    new = due("first_reply", shanghai("2028-05-10 10:00"), RUIAN, WorkingCalendar({}, {}, {2028}), SHANGHAI)
    assert old.provisional and recomputed(old, new, None, SHANGHAI) == new

from datetime import time, timedelta

import pytest

from boards.clocks.policy import ClockKind, Ends, Kind, PolicyError, Rule, Starts, Unit, built_in, load

HOURS = ((time(8, 30), time(12)), (time(14), time(17, 30)))


@pytest.fixture
def city(tmp_path):
    def write(text):
        path = tmp_path / "city.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_both_cities_come_with_the_program():
    assert built_in() == ["quzhou", "ruian"]


def test_quzhou_publishes_at_once_and_counts_hours_and_calendar_days():
    policy = load("quzhou")
    assert (policy.name, policy.screening, policy.office_hours) == ("quzhou", False, HOURS)
    assert policy.rule(ClockKind.ACCEPT) == Rule(Unit.HOURS, 2, out_of_hours=24, warning_before=timedelta(minutes=30))
    assert policy.rule(ClockKind.FIRST_REPLY) is None
    assert policy.rule(ClockKind.ANSWER) == Rule(
        Unit.CALENDAR_DAYS, 3, starts=Starts.QUESTION, ends=Ends.END_OF_DAY, warning_before=timedelta(days=1)
    )


def test_ruian_screens_and_counts_working_days():
    policy = load("ruian")
    assert (policy.name, policy.screening, policy.office_hours) == ("ruian", True, HOURS)
    assert policy.rule(ClockKind.ACCEPT) is None
    first_reply, answer = policy.rule(ClockKind.FIRST_REPLY), policy.rule(ClockKind.ANSWER)
    assert (first_reply.unit, first_reply.length) == (Unit.WORKING_DAYS, 1)
    assert (answer.unit, answer.length) == (Unit.WORKING_DAYS, 5)


@pytest.mark.parametrize("name", ["quzhou", "ruian"])
def test_an_unhappy_citizen_is_called_back_within_one_working_day(name):
    assert load(name).callback == Rule(Unit.WORKING_DAYS, 1)


def test_an_empty_file_is_a_city_without_clocks(city):
    policy = load(city(""))
    assert (policy.name, policy.title, policy.screening) == ("city", "city", False)
    assert policy.office_hours == HOURS
    assert not policy.clocks


def test_a_kind_of_question_may_have_its_own_length(city):
    policy = load(
        city("""
        [clocks.answer]
        working_days = 5
        starts = "acceptance"
        ends = "same_time"
        warning_minutes = 90
        [clocks.answer.complaint]
        working_days = 3
        [clocks.answer.suggestion]
        calendar_days = 30
        ends = "end_of_day"
    """)
    )
    own = timedelta(minutes=90)
    assert policy.rule("answer", "consultation") == policy.rule("answer")
    assert policy.rule("answer", Kind.COMPLAINT) == Rule(
        Unit.WORKING_DAYS, 3, None, Starts.ACCEPTANCE, Ends.SAME_TIME, own
    )
    assert policy.rule("answer", "suggestion") == Rule(
        Unit.CALENDAR_DAYS, 30, None, Starts.ACCEPTANCE, Ends.END_OF_DAY, own
    )


def test_every_other_setting_is_read(city):
    policy = load(
        city("""
        name = "qingyuan"
        title = "清源规则"
        screening = true
        [office]
        hours = [[09:00:00, 17:00:00]]
        [warnings]
        minutes_before_due = 45
        [transfers]
        explanation_min_length = 20
        alarm_at_hop = 4
        alarm_on_return = false
        [league]
        minimum_cases = 30
        [limits.notice_feedback]
        calendar_days = 2
        ends = "same_time"
        [limits.cohandling]
        hours = 48
    """)
    )
    assert (policy.name, policy.title, policy.screening) == ("qingyuan", "清源规则", True)
    assert policy.office_hours == ((time(9), time(17)),)
    assert policy.warning_before == timedelta(minutes=45)
    assert policy.transfer_explanation_min_length == 20
    assert (policy.ping_pong_hop, policy.ping_pong_on_return) == (4, False)
    assert policy.league_minimum_cases == 30
    assert policy.notice_feedback == Rule(Unit.CALENDAR_DAYS, 2, ends=Ends.SAME_TIME)
    assert policy.callback == Rule(Unit.WORKING_DAYS, 1)
    assert policy.cohandling == Rule(Unit.HOURS, 48)


def test_a_clock_without_its_own_warning_takes_the_policys(city):
    policy = load(city("[warnings]\nminutes_before_due = 45\n[clocks.answer]\nhours = 9"))
    assert policy.warning_for("answer") == timedelta(minutes=45)
    assert load("quzhou").warning_for("accept") == timedelta(minutes=30)
    assert load("quzhou").warning_for() == timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("nmae = 'x'", "nmae"),
        ("name = ' '", "name"),
        ("name = 7", "name"),
        ("screening = 'yes'", "screening"),
        ("screening = 1", "screening"),
        ("office = 3", "office"),
        ("office.hour = []", "office.hour"),
        ("office.hours = []", "office.hours"),
        ("office.hours = 8", "office.hours"),
        ("office.hours = [['8.30', '12:00']]", "office.hours"),
        ("office.hours = [['08:30']]", "office.hours"),
        ("office.hours = [['08:30+08:00', '12:00+08:00']]", "office.hours"),
        ("office.hours = [['12:00', '08:30']]", "office.hours"),
        ("office.hours = [['08:30', '08:30']]", "office.hours"),
        ("office.hours = [['08:30', '12:00'], ['11:00', '17:00']]", "office.hours"),
        ("office.hours = [['14:00', '17:00'], ['08:00', '12:00']]", "office.hours"),
        ("clocks.reply.hours = 2", "clocks.reply"),
        ("clocks.accept.starts = 'question'", "clocks.accept"),
        ("clocks.answer = {hours = 2, working_days = 1}", "clocks.answer"),
        ("clocks.answer.hours = 0", "clocks.answer.hours"),
        ("clocks.answer.hours = true", "clocks.answer.hours"),
        ("clocks.answer.hours = 1.5", "clocks.answer.hours"),
        ("clocks.answer.hours = 99999999999", "clocks.answer.hours"),
        ("clocks.answer.days = 3", "clocks.answer"),
        ("clocks.answer = {hours = 4, out_of_hours = 3}", "clocks.answer.out_of_hours"),
        ("clocks.answer = {working_days = 4, out_of_hours = 30}", "clocks.answer.out_of_hours"),
        ("clocks.answer = {hours = 4, ends = 'end_of_day'}", "clocks.answer.ends"),
        ("clocks.answer = {working_days = 4, ends = 'noon'}", "clocks.answer.ends"),
        ("clocks.answer = {working_days = 4, starts = ['question']}", "clocks.answer.starts"),
        ("clocks.accept = {hours = 4, starts = 'acceptance'}", "clocks.accept.starts"),
        ("clocks.answer = {hours = 4, warning_minutes = -5}", "clocks.answer.warning_minutes"),
        ("clocks.answer = {hours = 4, praise = {hours = 1}}", "clocks.answer.praise"),
        ("clocks.answer = {hours = 4, complaint = {}, suggestion = {ends = 'noon'}}", "clocks.answer.suggestion"),
        ("transfers.explanation_min_length = 0", "transfers.explanation_min_length"),
        ("transfers.alarm_at_hop = 1", "transfers.alarm_at_hop"),
        ("league.minimum_cases = '10'", "league.minimum_cases"),
        ("limits.callback.starts = 'acceptance'", "limits.callback"),
        ("limits.callback = {hours = 3, starts = 'acceptance'}", "limits.callback.starts"),
        ("limits.answer.hours = 3", "limits.answer"),
    ],
)
def test_a_mistake_is_named_by_file_and_key(city, text, key):
    path = city(text)
    with pytest.raises(PolicyError) as refusal:
        load(path)
    assert (refusal.value.file, refusal.value.key) == (str(path), key)
    assert str(path) in str(refusal.value) and key in str(refusal.value)
    assert "%(" not in str(refusal.value), "every value of the sentence is filled in"


@pytest.mark.parametrize("text", [b"name = ", b"\xff\xfe", b"name = 'a'\nname = 'b'"])
def test_a_file_that_is_not_toml_is_refused(tmp_path, text):
    path = tmp_path / "city.toml"
    path.write_bytes(text)
    with pytest.raises(PolicyError, match="TOML"):
        load(path)


@pytest.mark.parametrize("name", ["hangzhou", "", ".", "a\0b"])
def test_an_unknown_name_is_refused(name):
    with pytest.raises(PolicyError):
        load(name)


def test_an_unknown_name_is_told_which_names_there_are():
    with pytest.raises(PolicyError, match="hangzhou.*quzhou, ruian"):
        load("hangzhou")

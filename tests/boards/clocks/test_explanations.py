import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from boards.clocks import explanations
from boards.clocks.calendar import Day, Reason
from boards.clocks.deadlines import Occasion, Step, due, extended
from boards.clocks.explanations import explain, from_json, render, to_json
from boards.clocks.holidays import chinese_calendar_with
from boards.clocks.policy import load
from forum.i18n.languages import translations
from forum.messages import Message

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINESE = re.compile("[一-鿿，。：（）]")


@pytest.fixture(scope="module")
def english():
    return translations("en").gettext


def steps_of(policy, kind, asked_at, overrides=None):
    asked_at = datetime.fromisoformat(asked_at).replace(tzinfo=SHANGHAI)
    calendar = chinese_calendar_with(overrides)
    return due(kind, asked_at, load(policy), calendar, SHANGHAI).steps


def every_step():
    at, day = "2014-09-30T10:00:00+08:00", "2014-10-01"
    values = {
        "at": at,
        "from": at,
        "date": day,
        "first": day,
        "last": day,
        "reason": "national",
        "hours": ["08:30-12:00"],
        "n": 3,
        "year": 2028,
    }
    for code, sentence in explanations.SENTENCES.items():
        names = re.findall(r"%\((\w+)\)", sentence.msgid)
        yield Step(str(code), {name: values[name] for name in names})


def test_friday_evening_is_explained_step_by_step():
    assert render(steps_of("quzhou", "accept", "2014-09-26 17:40")) == [
        "2014年9月26日（周五）17:40 提问",
        "不在办公时间（08:30–12:00 / 14:00–17:30）内",
        "加 24 小时，连续计算，下班后不停",
        "2014年9月27日（周六）17:40 到期",
    ]


def test_friday_evening_is_explained_in_english(english):
    assert render(steps_of("quzhou", "accept", "2014-09-26 17:40"), english) == [
        "Asked Fri 2014-09-26 17:40",
        "Outside office hours (08:30–12:00 / 14:00–17:30)",
        "Plus 24 h around the clock, not paused after office hours",
        "Due Sat 2014-09-27 17:40",
    ]


def test_national_day_is_explained():
    assert render(steps_of("ruian", "answer", "2014-09-30 10:00")) == [
        "2014年9月30日（周二）10:00 提问",
        "加 5 个工作日，起算当天不计",
        "2014年10月1日（周三）至2014年10月7日（周二）不上班：国庆节",
        "2014年10月11日（周六）上班：调休",
        "2014年10月12日（周日）不上班：周末",
        "2014年10月13日（周一）23:59 到期，即当天结束",
    ]


def test_a_calendar_not_yet_published_is_called_provisional(english):
    steps = steps_of("ruian", "first_reply", "2090-05-10 10:00")
    assert "2090 年放假安排尚未公布，暂按周末和法定节假日推算（暂定）" in render(steps)
    assert any("provisional" in sentence for sentence in render(steps, english))


def test_a_citys_own_day_of_rest_keeps_its_own_words(english):
    typhoon = {datetime(2014, 9, 30).date(): Day(False, reason="台风 100% 停工")}
    steps = steps_of("ruian", "first_reply", "2014-09-29 10:00", typhoon)
    assert render(steps)[2] == "2014年9月30日（周二）不上班：台风 100% 停工"
    assert render(steps, english)[2] == "Tue 2014-09-30 is a day off: 台风 100% 停工"


def test_an_extension_shows_both_dates():
    asked = datetime(2014, 9, 29, 10, tzinfo=SHANGHAI)
    old = due("first_reply", asked, load("ruian"), chinese_calendar_with(), SHANGHAI)
    new = extended(old, datetime(2014, 10, 9, 12, tzinfo=SHANGHAI), SHANGHAI)
    assert render(new.steps)[-1] == ("经督办同意，由 2014年9月30日（周二）23:59 延期至 2014年10月9日（周四）12:00")


@pytest.mark.parametrize("step", list(every_step()), ids=lambda step: step.code)
def test_every_step_has_words_in_both_languages(step, english):
    chinese, foreign = render([step])[0], render([step], english)[0]
    assert CHINESE.search(chinese) and "%(" not in chinese
    assert foreign and not CHINESE.search(foreign)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_words_in_both_languages(reason, english):
    message = explanations.REASONS[reason]
    assert CHINESE.search(message.msgid)
    assert english(message.msgid) and not CHINESE.search(english(message.msgid))


@pytest.mark.parametrize("occasion", list(Occasion))
def test_every_occasion_can_be_explained(occasion):
    assert occasion in explanations.SENTENCES


def test_a_message_reads_in_chinese_without_a_translator():
    messages = explain([Step("until", {"at": "2014-09-27T17:40:00+08:00"})])
    assert all(isinstance(message, Message) for message in messages)
    assert [str(message) for message in messages] == ["2014年9月27日（周六）17:40 到期"]


def test_steps_survive_storage():
    steps = tuple(every_step())
    assert from_json(to_json(steps)) == steps
    assert to_json(from_json(to_json(steps))) == to_json(steps)


def test_stored_steps_are_plain_json():
    steps = [Step(Occasion.QUESTION, {"at": "2014-09-27T17:40:00+08:00"}), Step("x", {"reason": "周末"})]
    assert to_json(steps) == (
        '[{"code":"from_question","values":{"at":"2014-09-27T17:40:00+08:00"}},{"code":"x","values":{"reason":"周末"}}]'
    )


@pytest.mark.parametrize("text", ["", "{", "7", "[7]", '[{"code": "until"}]', "null"])
def test_what_is_not_an_explanation_is_refused(text):
    with pytest.raises(ValueError, match="explanation"):
        from_json(text)


def test_a_step_of_a_newer_version_does_not_break_the_page(english):
    assert render([Step("tomorrow", {"at": "?"})]) == ["此步骤没有说明（tomorrow）"]
    assert render([Step("tomorrow")], english) == ["No words for this step (tomorrow)"]

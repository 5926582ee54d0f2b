"""Which words of an official answer promise something by a day, and by which."""

from datetime import date, timedelta

import pytest

from boards.clocks.holidays import chinese_calendar_with
from boards.rules.offices.limits_in_words import number_of
from boards.rules.offices.promises import LONGEST_QUOTE, promises_in

MONDAY = date(2014, 9, 22)
add_working_days = chinese_calendar_with().add_working_days


def due(text, day=MONDAY):
    return [found.due_on for found in promises_in(text, day, add_working_days)]


PROMISES = {
    "路灯维修12月31日前完成。": date(2014, 12, 31),
    "我局将于2014年9月30日之前办结。": date(2014, 9, 30),
    "改造工程十月二十八日以前完工。": date(2014, 10, 28),
    "计划2015-03-15前开放。": date(2015, 3, 15),
    "１２月３１日前完成。": date(2014, 12, 31),
    "剩余2处于本月28日前装好": date(2014, 9, 28),
    "破损的井盖28日前更换。": date(2014, 9, 28),
    "破损的井盖5日前更换。": date(2014, 10, 5),
    "年底前建成通车。": date(2014, 12, 31),
    "力争今年底完工。": date(2014, 12, 31),
    "今年年底前完成验收": date(2014, 12, 31),
    "明年底前投入使用": date(2015, 12, 31),
    "2016年底前完成搬迁": date(2016, 12, 31),
    "年内完成施工招标": date(2014, 12, 31),
    "10月底前整改到位。": date(2014, 10, 31),
    "预计10月中旬施工": date(2014, 10, 20),
    "将于11月份启动改造": date(2014, 11, 30),
    "明年3月底前建成": date(2015, 3, 31),
    "明年上半年建成，将于明年上半年投用": date(2015, 6, 30),
    "本月内完成清理。": date(2014, 9, 30),
    "为下游6个村加装自动预警广播，本月底前完成": date(2014, 9, 30),
    "下月底前完成": date(2014, 10, 31),
    "下个月15日前答复": date(2014, 10, 15),
    "月底前公布结果": date(2014, 9, 30),
    "本周内修复": date(2014, 9, 28),
    "由社区志愿者帮助移栽，本周日前完成": date(2014, 9, 28),
    "下周三前安装完毕": date(2014, 10, 1),
    "周末前清理完毕": date(2014, 9, 28),
    "菜场口信号灯计划本季度内建设": date(2014, 9, 30),
    "方案已通过评审，将于下季度公示": date(2014, 12, 31),
    "第四季度内开工": date(2014, 12, 31),
    "国庆节前更换整套新器材": date(2014, 10, 1),
    "元旦前通水": date(2015, 1, 1),
    "我局三个工作日内答复您。": date(2014, 9, 25),
    "我局将在5个工作日内反馈": date(2014, 9, 28),  # the 28th is a make-up day
    "已委托第三方检测，7天内出具报告": date(2014, 9, 29),
    "一周内补齐缺失的隔离护栏5处": date(2014, 9, 29),
    "预计三周内施工": date(2014, 10, 13),
    "新的分类房预计一个月内建成": date(2014, 10, 22),
    "45天内建成": date(2014, 11, 6),
    "半个月内整改完毕": date(2014, 10, 7),
    "我们半年内完成改造": date(2015, 3, 22),
    "预计两年之内建成": date(2016, 9, 22),
}


@pytest.mark.parametrize(("text", "day"), PROMISES.items(), ids=PROMISES)
def test_what_promises(text, day):
    assert due(text) == [day]


NO_PROMISES = (
    "路灯已于9月15日前修复。",  # past
    "截至9月30日前，共更换路灯12盏。",
    "7月底前已完成招标。",
    "2013年12月31日前完成的改造",
    "根据2014年12月31日前有效的规定处理。",
    "按照《关于2014年12月31日前完成整治的通知》办理。",
    "《条例》自2014年10月1日起施行。",
    "网友说的“12月31日前完成”，我们没有说过。",
    "> 12月31日前完成\n请看上面。",
    "每年5月31日前报送上一年度工作报告，由我局公布",
    "每月5日前公示。",
    "可以在12月底前补缴，处理后不收滞纳金",
    "请您10月15日前到窗口提交材料，我们处理。",
    "一般在1个工作日内回复。",
    "当场受理，7个工作日内批复。",
    "缴费后3个工作日内寄出，运费到付。",
    "各单位24小时内受理，3天内答复。",
    "也可掌上办税上传资料，5个工作日内退还。",
    "自受理之日起20个工作日内答复。",
    "请拨打0570-3021012前台处理。",
    "电话：2014-12-3199前完成",
    "联系电话 12月。",
    "13月40日前完成。",
    "2月30日前完成。",
    "我局将尽快处理，近期完成。",
    "9月22日收悉您的来信，现答复如下。",
    "三年内的发票可以退。",
    "2099年12月31日前完成。",
    "第三季度已完成。",
    "",
)


@pytest.mark.parametrize("text", NO_PROMISES)
def test_what_promises_nothing(text):
    assert due(text) == []


def test_a_date_without_a_year_is_the_next_one_around_new_year_and_else_past():
    assert due("1月20日前完成", date(2014, 12, 3)) == [date(2015, 1, 20)]
    assert due("3月底前完成", date(2014, 12, 3)) == [date(2015, 3, 31)]
    assert due("9月1日前完成", date(2014, 12, 3)) == []


def test_the_day_itself_is_still_to_come():
    assert due("9月22日前完成") == [MONDAY]


def test_each_day_is_promised_once_with_the_sentence_that_does():
    text = "您好！\n一、10月底前完成招标；二、年底前完工。三、年底前公布结果。"
    found = promises_in(text, MONDAY, add_working_days)
    assert [text[each.start : each.start + each.length] for each in found] == ["一、10月底前完成招标", "二、年底前完工"]


def test_of_a_long_sentence_the_part_around_the_date_is_named():
    text = "路" * 500 + "12月31日前完成" + "灯" * 500
    (found,) = promises_in(text, MONDAY, add_working_days)
    quote = text[found.start : found.start + found.length]
    assert len(quote) == LONGEST_QUOTE and "12月31日前完成" in quote


def test_a_text_full_of_dates_yields_only_so_many():
    text = "".join(f"{date(2015, 1, 1) + timedelta(days=day):%Y-%m-%d}前完成。" for day in range(100))
    assert len(due(text)) == 20


@pytest.mark.parametrize(
    ("words", "number"),
    [("十", 10), ("十二", 12), ("三十", 30), ("二十一", 21), ("两", 2), ("一百二十", 120), ("07", 7)],
)
def test_numbers_in_chinese(words, number):
    assert number_of(words) == number


@pytest.mark.parametrize("words", ["", "百百", "一二", "十十"])
def test_what_is_no_number(words):
    with pytest.raises(ValueError, match=f"^{words[:1]}"):
        number_of(words)

"""The records of the deeds: every deed has one, and they fit together."""

import ast
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from boards.rules.chain import Alarm
from boards.rules.deeds import words as deed_words
from boards.rules.deeds.record import OF_POSTS, Effect, Group, Logged, Timeline
from boards.rules.deeds.table import RECORDS, deeds_in, deeds_of, effect_of
from boards.rules.labels import ALARM_LABELS
from boards.rules.status import Disposition
from forum.deeds import Deed

ROOT = Path(__file__).parents[4]
ZONE = ZoneInfo("Asia/Shanghai")


def test_every_deed_is_classified():
    assert set(RECORDS) == set(Deed)


def test_every_deed_has_a_label_and_no_label_is_empty():
    assert all(record.label.msgid for record in RECORDS.values())


def test_deeds_of_the_public_have_labels_of_their_own():
    """In the timeline and the log two deeds of one name could not be told apart."""
    shown = [
        record.label.msgid
        for record in RECORDS.values()
        if record.timeline is not Timeline.NOTHING or record.logged is not Logged.NEVER
    ]
    assert len(set(shown)) == len(shown)


def _calls():
    """(name of the function, Call) of every call in the program."""
    for package in ("boards", "moderation"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield ast.unparse(node.func), node


def _deeds_given(call):
    return {
        Deed[node.attr]
        for node in ast.walk(call)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Deed"
    }


def test_what_is_entered_for_a_thread_stands_in_its_timeline():
    """`record_deed` and `record_moderation` set the entry's thread, by which the timeline finds it."""
    entered = set().union(
        *(_deeds_given(call) for name, call in _calls() if name in ("record_deed", "record_moderation"))
    )
    assert len(entered) > 25
    assert not [deed for deed in entered if RECORDS[deed].timeline is Timeline.NOTHING]


@pytest.mark.parametrize("deed", Deed)
def test_the_value_of_a_deed_tells_its_group(deed):
    record, kind = RECORDS[deed], deed.split(".")[0]
    if kind == "case":
        assert record.group is Group.CASE
    if record.group is Group.TOOL:
        assert kind == "thread"
    if kind == "post" and deed is not Deed.POST_REPORT:
        assert record.group is Group.POST and record.effect in OF_POSTS


def test_a_deed_inside_the_office_shows_nothing_and_tells_nobody():
    for deed in deeds_in(Group.INSIDE):
        record = RECORDS[deed]
        assert (record.effect, record.timeline, record.logged, record.concerns) == (
            None,
            Timeline.NOTHING,
            Logged.NEVER,
            (),
        )


def test_each_disposition_has_its_deeds():
    found = {each: {deed for deed, record in RECORDS.items() if record.disposition is each} for each in Disposition}
    assert found == {
        Disposition.FORWARDED: {Deed.PUBLISH, Deed.ROUTE},
        Disposition.PLATFORM: {Deed.PLATFORM_ANSWER},
        Disposition.DUPLICATE: {Deed.DUPLICATE},
        Disposition.DECLINED: {Deed.DECLINE},
        Disposition.DISCUSSION: {Deed.DISCUSS},
    }


def test_nobody_is_concerned_twice_by_one_deed():
    for record in RECORDS.values():
        audiences = [audience for audience, _ in record.concerns]
        assert len(set(audiences)) == len(audiences)


def test_deeds_are_found_by_what_they_change():
    assert set(deeds_of(Effect.HIDES)) == {Deed.POST_HIDE, Deed.POST_HIDE_WHOLE}
    assert set(deeds_of(Effect.UNVEILS)) == {Deed.PUBLISH, Deed.ROUTE, Deed.PLATFORM_ANSWER, Deed.DISCUSS}
    assert effect_of("post.seal") is Effect.SEALS
    assert effect_of("thread.support") is None
    assert effect_of("a deed of a later version") is None


# Deed -> (details, reason code, what is said of it); those that say more than their label.
NOTICED = {"kind": "urging", "mark": "瑞效督", "year": 2014, "number": 7, "name": "住建局"}
SAID = {
    Deed.TRANSFER: ({"to_name": "交通局"}, None, "转到交通局"),
    Deed.ROUTE: ({"to_name": "交通局"}, None, "分派给交通局"),
    Deed.DUPLICATE: ({"of": 7}, "same_matter", "与主题 7 重复"),
    Deed.COHANDLE: ({"names": "交通局、公安局"}, None, "请交通局、公安局会办"),
    Deed.RESULT: ({"remaining": [3, 5]}, None, "第 3、5 楼的问题还没有解决，继续办理。"),
    Deed.RATE: ({"grade": 5, "text": "快"}, None, "“非常满意” 快"),
    Deed.EXTENSION_ASK: (
        {"until": "2014-10-08T09:30:00+00:00", "text": "要检测"},
        None,
        "希望延到 2014-10-08 17:30：要检测",
    ),
    Deed.EXTENSION_GRANT: (
        {"due": "2014-09-30T09:30:00+00:00", "until": "2014-10-08T09:30:00+00:00"},
        None,
        "由 2014-09-30 17:30 延到 2014-10-08 17:30",
    ),
    Deed.CLOCK_RECOMPUTE: (
        {"old": "2014-09-30T09:30:00+00:00", "new": "2014-10-08T09:30:00+00:00", "kind": "answer"},
        None,
        "放假安排公布，答复时限由 2014-09-30 17:30 改为 2014-10-08 17:30",
    ),
    Deed.CLOCK_OVERDUE: (
        {"due": "2014-10-08T09:30:00+00:00", "kind": "answer", "name": "住建局"},
        None,
        "住建局的答复时限 2014-10-08 17:30 已到",
    ),
    Deed.NOTICE_WARN: (
        NOTICED | {"kind": "warning", "mark": "问预"},
        None,
        "网络舆情预警信息 问预〔2014〕7号，发给住建局",
    ),
    Deed.NOTICE_ISSUE: (
        NOTICED | {"until": "2014-10-08T09:30:00+00:00"},
        None,
        "督办通知书 瑞效督〔2014〕7号，发给住建局，2014-10-08 17:30 前反馈",
    ),
    Deed.NOTICE_RECEIVE: (NOTICED, None, "督办通知书 瑞效督〔2014〕7号"),
    Deed.NOTICE_FEEDBACK: (NOTICED, None, "督办通知书 瑞效督〔2014〕7号"),
    Deed.NOTICE_CLOSE: (NOTICED, "done", "督办通知书 瑞效督〔2014〕7号"),
    Deed.PRESS_ATTACH: ({"report": 7}, None, "报道 7"),
    Deed.PRESS_CORRECT: ({"report": 7}, None, "报道 7"),
    Deed.PRESS_WITHDRAW: ({"report": 7}, None, "报道 7"),
    Deed.PRESS_DETACH: ({"report": 7}, None, "报道 7"),
    Deed.PROMISE_FIND: (
        {"name": "住建局", "at_floor": 2, "due": "2014-12-31"},
        None,
        "住建局答复第 2 楼：2014-12-31 前",
    ),
    Deed.PROMISE_ASK: ({"name": "住建局", "due": "2014-12-31"}, None, "2014-12-31 到了，请住建局说明办了没有"),
    Deed.PROMISE_ANSWER: (
        {"due": "2014-12-31", "until": "2015-03-31"},
        "moved",
        "2014-12-31 前的改到 2015-03-31",
    ),
    Deed.ALARM: ({"hops": 3}, "too_many_hops", "转办次数过多"),
    Deed.CALLBACK_CLOSE: ({"remark": "不公开"}, "reached", "已接通"),
    Deed.THREAD_MOVE: ({"left": "交通", "board": "公安"}, "wrong_board", "由“交通”移到“公安”"),
    Deed.THREAD_MERGE: ({"gone": 4, "into": 2, "first": 9}, "same_matter", "主题 4 并入主题 2，从第 9 楼起"),
    Deed.THREAD_SPLIT: ({"floors": [2, 3], "into": 8}, "another_matter", "第 2、3 楼拆出为主题 8"),
    Deed.THREAD_OPEN: ({"out_of": 1}, "another_matter", "由主题 1 拆出，标题由管理员拟定"),
    Deed.THREAD_PIN: ({"position": 2}, "notice", "版块第 2 位"),
    Deed.THREAD_DUPLICATE: ({"of": 7}, "same_matter", "与主题 7 重复"),
    Deed.SEAL: (
        {"order": "清网〔2014〕3号", "authority": "网信办 主任 王某"},
        "court",
        "签批 清网〔2014〕3号，网信办 主任 王某",
    ),
    Deed.REPORT_UPHOLD: ({"reports": 2}, "insult", "答复了 2 份举报"),
    Deed.REPORT_DISMISS: ({"reports": 2}, None, "答复了 2 份举报"),
    Deed.WARN: ({"number": 6}, "insult", "处理编号 6"),
    Deed.SUSPEND: (
        {"number": 6, "until": "2014-10-08T09:30:00+00:00"},
        "insult",
        "处理编号 6，到 2014-10-08 17:30 为止",
    ),
    Deed.UNSUSPEND: ({"number": 6}, "mistake", "处理编号 6"),
    Deed.WORD_ADD: ({"word": "秘密的词"}, "hold", "先审核"),
    Deed.WORD_RETIRE: ({"word": "秘密的词"}, "mask", "显示为＊"),
    **dict.fromkeys(
        (Deed.TOPIC_OPEN, Deed.TOPIC_REVISE, Deed.TOPIC_ADD, Deed.TOPIC_REMOVE, Deed.TOPIC_CLOSE),
        ({"title": "城北停水", "topic": "water"}, None, "“城北停水”"),
    ),
}


@pytest.mark.parametrize("deed", Deed)
def test_each_deed_says_what_was_done(deed):
    said, code, expected = SAID.get(deed, ({}, None, None))
    found = RECORDS[deed].what(said, code, ZONE)
    assert (found and str(found)) == expected
    assert (deed in SAID) == (RECORDS[deed].what is not deed_words.nothing)


@pytest.mark.parametrize(
    ("deed", "code", "text", "expected"),
    [
        (Deed.ACCEPT, None, None, None),
        (Deed.EXTENSION_REFUSE, None, "理由不足", "理由不足"),
        (Deed.ASK, "waits", None, None),
        (Deed.THREAD_LOCK, "heated", "都冷静一下", "争吵升级。都冷静一下"),
        (Deed.THREAD_LOCK, "other", "都冷静一下", "都冷静一下"),
        (Deed.POST_HIDE, "insult", None, "辱骂、人身攻击"),
        (Deed.POST_HIDE, "held", "held", "有需要人工看一眼的词，等待管理员审核"),
        (Deed.POST_RESTORE, "held", None, None),
        (Deed.POST_COVER, "phone", "写了号码", "电话号码。写了号码"),
        (Deed.SEAL, "court", None, "执行人民法院生效裁判"),
        (Deed.DECLINE, "petition", "别处的话", "已进入信访程序"),
        (Deed.WORD_ADD, "mask", None, None),
        (Deed.TOPIC_OPEN, None, "水厂检修", None),
        (Deed.TOPIC_REMOVE, None, "说的是另一件事", "说的是另一件事"),
    ],
)
def test_each_deed_says_why(deed, code, text, expected):
    found = RECORDS[deed].why(code, text)
    assert (found and str(found)) == expected


def test_every_alarm_has_its_words():
    assert set(ALARM_LABELS) == set(Alarm)

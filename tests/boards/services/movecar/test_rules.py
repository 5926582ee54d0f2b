"""Plates, the table of states, the clocks, and what answers mean."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from boards.services.movecar.actions import taken_at
from boards.services.movecar.plates import PlateKind, read_plate
from boards.services.movecar.rules import (
    OPEN,
    REASON_LABELS,
    STATUS_LABELS,
    TABLE,
    Clocks,
    Reason,
    Said,
    Status,
    Step,
    Verb,
    Who,
    checked,
    due,
    said,
    step_at,
)
from forum.problems import Invalid

NOW = datetime(2014, 9, 22, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "text", "kind"),
    [("浙H12345", "浙H12345", "usual"), (" 浙h·123 4a ", "浙H1234A", "usual"), ("浙Ｈ１２３４５", "浙H12345", "usual"), ("浙HD12345", "浙HD12345", "new_energy"),
     ("浙HF1A234".replace("1A", "A1"), "浙HFA1234", "new_energy"), ("浙H12345D", "浙H12345D", "new_energy"), ("京A1234警", "京A1234警", "警"), ("粤ZAB12港", "粤ZAB12港", "港"),
     ("粤Z1234澳", "粤Z1234澳", "澳"), ("浙H1234学", "浙H1234学", "学"), ("浙H.1234挂", "浙H1234挂", "挂"), ("沪A0023领", "沪A0023领", "领"), ("使014578", "使014578", "使"),
     ("224578使", "224578使", "使")],
)  # fmt: skip
def test_plates_that_are_read(typed, text, kind):
    plate = read_plate(typed)
    assert (plate.text, plate.kind) == (text, PlateKind(kind))


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "请填写"), (None, "请填写"), ("浙H1234O", "I 和 O"), ("浙HI2345", "I 和 O"), ("H12345", "省份"), ("浙H1234", "不像"), ("浙H1234567", "不像"), ("浙HP12345", "不像"),
     ("浙H12345'--", "不像"), ("<script>", "省份"), ("浙A1234港", "不像"), ("浙H" + "1" * 10000, "不像")],
)  # fmt: skip
def test_what_is_no_plate_is_told_why(typed, told):
    with pytest.raises(Invalid) as refused:
        read_plate(typed)
    assert told in str(refused.value.errors["plate"])


# What each verb may be used in, and by whom; everything else is refused.
DECIDED = {
    "check": ("program", {"submitted": "checked"}),
    "reject": ("program", {"submitted": "rejected"}),
    "notify": ("program", {"checked": "sms_sent"}),
    "call": ("program", {"sms_sent": "voice_called"}),
    "coming": ("owner", {"sms_sent": "owner_replied", "voice_called": "owner_replied"}),
    "not_mine": ("owner", dict.fromkeys(("sms_sent", "voice_called", "owner_replied"), "escalated_police")),
    "escalate": (
        "program",
        dict.fromkeys(("checked", "sms_sent", "voice_called", "owner_replied"), "escalated_police"),
    ),
    "confirm": ("asker", dict.fromkeys(("sms_sent", "voice_called", "owner_replied", "escalated_police"), "moved")),
    "appeal": ("asker", {"rejected": "appealed"}),
    "grant": ("police", {"appealed": "checked"}),
    "uphold": ("police", {"appealed": "rejected"}),
    "close": ("police", {"escalated_police": "expired"}),
    "expire": ("program", {"escalated_police": "expired"}),
}


@pytest.mark.parametrize(("status", "verb"), list(product(Status, Verb)))
def test_the_table_is_as_it_was_decided(status, verb):
    who, steps = DECIDED[verb.value]
    found = TABLE.get((status, verb))
    assert found == ((Status(steps[status.value]), Who(who)) if status.value in steps else None)


def test_what_has_ended_goes_on_by_an_appeal_alone_and_everything_has_a_name():
    ended = set(Status) - OPEN
    assert {verb for status, verb in TABLE if status in ended} == {Verb.APPEAL}
    assert set(STATUS_LABELS) == set(Status) and set(REASON_LABELS) == set(Reason)


def at(status, minutes, voice=True, called=False, reminded=False, escalated=None):
    since = NOW - timedelta(minutes=minutes)
    return step_at(status, Clocks(since, called, reminded, escalated and NOW - escalated), voice, NOW)


@pytest.mark.parametrize(
    ("status", "minutes", "given", "step"),
    [("checked", 0, {}, "notify"), ("sms_sent", 2, {}, None), ("sms_sent", 3, {}, "call"), ("sms_sent", 9, {"voice": False}, None), ("sms_sent", 10, {"voice": False}, "remind"),
     ("voice_called", 9, {"called": True}, None), ("voice_called", 10, {"called": True}, "remind"), ("voice_called", 19, {"called": True, "reminded": True}, None),
     ("voice_called", 20, {"called": True, "reminded": True}, "escalate"), ("sms_sent", 25, {}, "escalate"), ("owner_replied", 12, {"called": True}, None),
     ("owner_replied", 20, {"called": True}, "escalate"), ("escalated_police", 60, {"escalated": timedelta(hours=23)}, None),
     ("escalated_police", 60, {"escalated": timedelta(hours=24)}, "expire"), ("moved", 99, {}, None), ("rejected", 99, {}, None), ("appealed", 99, {}, None)],
)  # fmt: skip
def test_what_the_program_does_by_itself_and_when(status, minutes, given, step):
    assert at(Status(status), minutes, **given) == (step and Step(step))


def test_what_is_due_is_known_beforehand():
    clocks = Clocks(NOW, False, False, None)
    assert due(Status.SMS_SENT, clocks, True, NOW) == NOW + timedelta(minutes=3)
    assert due(Status.SMS_SENT, clocks, False, NOW) == NOW + timedelta(minutes=10)
    assert due(Status.MOVED, clocks, True, NOW) is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("1", Said.COMING), (" １。", Said.COMING), ("马上来！", Said.COMING), ("2", Said.NOT_MINE), ("不是我的车", Said.NOT_MINE), ("车卖了", Said.NOT_MINE), ("3", Said.MOVED), ("移开了", Said.MOVED),
     ("你是谁？", Said.WHO), ("他的号码多少", Said.WHO), ("12", Said.OTHER), ("", Said.OTHER), ("查12", Said.OTHER)],
)  # fmt: skip
def test_what_an_answer_means(text, meaning):
    assert said(text) is meaning


@pytest.mark.parametrize(
    ("minutes", "inside", "reason"),
    [(None, None, None), (-10, True, None), (-31, None, Reason.OLD), (6, None, Reason.AHEAD), (-1, False, Reason.ELSEWHERE), (3, None, None)],
)  # fmt: skip
def test_the_photo_was_taken_here_and_now(minutes, inside, reason):
    taken = None if minutes is None else NOW + timedelta(minutes=minutes)
    assert checked(taken, inside, NOW) is reason


def test_the_time_of_a_photo_is_the_citys_unless_it_says_otherwise():
    zone = UTC
    assert taken_at(("2014:09:22 10:00:00", "+08:00"), zone) == NOW
    assert taken_at(("2014:09:22 02:00:00\0", ""), zone) == NOW
    for broken in (
        None,
        ("0000:00:00 00:00:00", ""),
        ("yesterday", ""),
        ("2014:09:22 10:00:00", "+99:99"),
        ("2014:09:22 10:00:00", "x"),
    ):
        assert taken_at(broken, zone) is None

"""The states of a request to move a car as one table, its clocks, and what somebody's answer means. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.messages import M, Message


class Status(StrEnum):
    """Where a request stands. Values are stored and public, and never change."""

    SUBMITTED = "submitted"
    CHECKED = "checked"
    SMS_SENT = "sms_sent"
    VOICE_CALLED = "voice_called"
    OWNER_REPLIED = "owner_replied"
    ESCALATED_POLICE = "escalated_police"
    MOVED = "moved"
    REJECTED = "rejected"
    APPEALED = "appealed"
    EXPIRED = "expired"


class Verb(StrEnum):
    """What can be done to a request."""

    CHECK = "check"
    REJECT = "reject"
    NOTIFY = "notify"
    CALL = "call"
    COMING = "coming"
    NOT_MINE = "not_mine"
    ESCALATE = "escalate"
    CONFIRM = "confirm"
    APPEAL = "appeal"
    GRANT = "grant"
    UPHOLD = "uphold"
    CLOSE = "close"
    EXPIRE = "expire"


class Who(StrEnum):
    """Who may use a verb."""

    PROGRAM = "program"
    OWNER = "owner"
    ASKER = "asker"
    POLICE = "police"


_TOLD = (Status.SMS_SENT, Status.VOICE_CALLED, Status.OWNER_REPLIED)
WITH_THE_OWNER = frozenset(_TOLD)
OPEN = frozenset({Status.SUBMITTED, Status.CHECKED, *_TOLD, Status.ESCALATED_POLICE, Status.APPEALED})

TABLE: Mapping[tuple[Status, Verb], tuple[Status, Who]] = {
    (Status.SUBMITTED, Verb.CHECK): (Status.CHECKED, Who.PROGRAM),
    (Status.SUBMITTED, Verb.REJECT): (Status.REJECTED, Who.PROGRAM),
    (Status.CHECKED, Verb.NOTIFY): (Status.SMS_SENT, Who.PROGRAM),
    (Status.CHECKED, Verb.ESCALATE): (Status.ESCALATED_POLICE, Who.PROGRAM),
    (Status.SMS_SENT, Verb.CALL): (Status.VOICE_CALLED, Who.PROGRAM),
    (Status.SMS_SENT, Verb.COMING): (Status.OWNER_REPLIED, Who.OWNER),
    (Status.VOICE_CALLED, Verb.COMING): (Status.OWNER_REPLIED, Who.OWNER),
    **{(status, Verb.NOT_MINE): (Status.ESCALATED_POLICE, Who.OWNER) for status in _TOLD},
    **{(status, Verb.ESCALATE): (Status.ESCALATED_POLICE, Who.PROGRAM) for status in _TOLD},
    **{(status, Verb.CONFIRM): (Status.MOVED, Who.ASKER) for status in (*_TOLD, Status.ESCALATED_POLICE)},
    (Status.ESCALATED_POLICE, Verb.CLOSE): (Status.EXPIRED, Who.POLICE),
    (Status.ESCALATED_POLICE, Verb.EXPIRE): (Status.EXPIRED, Who.PROGRAM),
    (Status.REJECTED, Verb.APPEAL): (Status.APPEALED, Who.ASKER),
    (Status.APPEALED, Verb.GRANT): (Status.CHECKED, Who.POLICE),
    (Status.APPEALED, Verb.UPHOLD): (Status.REJECTED, Who.POLICE),
}

VOICE_AFTER = timedelta(minutes=3)
REMIND_AFTER = timedelta(minutes=10)
POLICE_AFTER = timedelta(minutes=20)
EXPIRE_AFTER = timedelta(hours=24)
PHOTO_AGE = timedelta(minutes=30)  # the photo shows that the car stands there now
PHOTO_AHEAD = timedelta(minutes=5)  # how far a phone's clock may be ahead

STATUS_LABELS: Mapping[Status, Message] = {
    Status.SUBMITTED: M("已提交"),
    Status.CHECKED: M("已核对，正在通知车主"),
    Status.SMS_SENT: M("已发短信"),
    Status.VOICE_CALLED: M("已打电话"),
    Status.OWNER_REPLIED: M("车主说马上来"),
    Status.ESCALATED_POLICE: M("已转交警"),
    Status.MOVED: M("车已移开"),
    Status.REJECTED: M("没有通过核对"),
    Status.APPEALED: M("已申诉，等交警看"),
    Status.EXPIRED: M("已结束"),
}


class Reason(StrEnum):
    """Why a request did not pass the check. Values are stored."""

    OLD = "old"
    AHEAD = "ahead"
    ELSEWHERE = "elsewhere"


REASON_LABELS: Mapping[Reason, Message] = {
    Reason.OLD: M("照片是 30 分钟以前拍的。"),
    Reason.AHEAD: M("照片上的时间还没有到。"),
    Reason.ELSEWHERE: M("照片不是在本市拍的。"),
}


class Said(StrEnum):
    """What an answer to the program's message means."""

    COMING = "coming"
    NOT_MINE = "not_mine"
    WHO = "who"
    MOVED = "moved"
    OTHER = "other"


@dataclass(frozen=True)
class Clocks:
    """When what was done: `since` is when the owner was first written to, None before."""

    since: datetime | None
    called: bool
    reminded: bool
    escalated_at: datetime | None


class Step(StrEnum):
    """What the program does when a time is up. REMIND changes no status."""

    NOTIFY = "notify"
    CALL = "call"
    REMIND = "remind"
    ESCALATE = "escalate"
    EXPIRE = "expire"


def next_step(status: Status, clocks: Clocks, voice: bool) -> tuple[Step, timedelta] | None:
    """(what comes next by itself, how long after `since`, or after the police were asked); None when nothing does."""
    if status is Status.CHECKED:
        return Step.NOTIFY, timedelta(0)
    if status is Status.ESCALATED_POLICE:
        return Step.EXPIRE, EXPIRE_AFTER
    if status not in WITH_THE_OWNER:
        return None
    if status is Status.SMS_SENT and voice and not clocks.called:
        return Step.CALL, VOICE_AFTER
    if status is not Status.OWNER_REPLIED and not clocks.reminded:
        return Step.REMIND, REMIND_AFTER
    return Step.ESCALATE, POLICE_AFTER


def due(status: Status, clocks: Clocks, voice: bool, now: datetime) -> datetime | None:
    """When the next step is due; `now` for what is done at once."""
    found = next_step(status, clocks, voice)
    if found is None:
        return None
    start = clocks.escalated_at if status is Status.ESCALATED_POLICE else clocks.since
    return (start or now) + found[1]


def step_at(status: Status, clocks: Clocks, voice: bool, now: datetime) -> Step | None:
    """What is to be done at `now`: after a standstill the latest of what is due, so that nobody is called when the police are due."""
    found = next_step(status, clocks, voice)
    if found is None or (due(status, clocks, voice, now) or now) > now:
        return None
    if status in WITH_THE_OWNER and clocks.since and now >= clocks.since + POLICE_AFTER:
        return Step.ESCALATE
    return found[0]


def checked(taken: datetime | None, inside: bool | None, now: datetime) -> Reason | None:
    """Why a photo does not pass: `taken` and `inside` (the city) are None where the photo does not say, which is no reason."""
    if taken is not None and taken > now + PHOTO_AHEAD:
        return Reason.AHEAD
    if taken is not None and taken < now - PHOTO_AGE:
        return Reason.OLD
    return Reason.ELSEWHERE if inside is False else None


COMING = frozenset("1 一 来了 马上来 马上 就来 好 好的 马上挪 马上移 收到 ok yes".split())
NOT_MINE = frozenset("2 二 不是我的车 不是我的 不是我 打错了 发错了 卖了 车卖了 已经卖了 notmycar".split())
MOVED = frozenset("3 三 已移 移了 移开了 已移开 走了 开走了 moved".split())
WHO = re.compile(r"谁|哪位|哪个|电话|号码|who")


def said(text: str) -> Said:
    """What an answer means; a key that is pressed on the phone is the same digit."""
    words = re.sub(r"[\s，。,.!！?？~～]", "", unicodedata.normalize("NFKC", text)).lower()
    for meaning, known in ((Said.COMING, COMING), (Said.NOT_MINE, NOT_MINE), (Said.MOVED, MOVED)):
        if words in known:
            return meaning
    return Said.WHO if WHO.search(words) else Said.OTHER

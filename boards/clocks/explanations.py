"""Explanations of due times: stored as codes and values, rendered as sentences when read."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from boards.clocks.calendar import Reason
from boards.clocks.deadlines import Occasion, Step
from forum.messages import M, Message, N

SENTENCES: dict[str, Message] = {
    Occasion.QUESTION: M("%(at)s 提问"),
    Occasion.PUBLICATION: M("%(at)s 审核通过"),
    Occasion.SPLIT: M("%(at)s 拆出为新主题"),
    Occasion.ROUTING: M("%(at)s 分派到本部门"),
    Occasion.FOLLOW_UP: M("%(at)s 追问"),
    Occasion.TRANSFER: M("%(at)s 转办到本部门"),
    Occasion.RETURN: M("%(at)s 退回后重新分派"),
    Occasion.REOPENING: M("%(at)s 重新打开"),
    Occasion.ACCEPTANCE: M("%(at)s 受理"),
    Occasion.COHANDLING: M("%(at)s 请求会办"),
    Occasion.RATING: M("%(at)s 评价为不满意"),
    Occasion.OFFICIAL_ANSWER: M("%(at)s 部门答复"),
    Occasion.NOTICE: M("%(at)s 送达督办文书"),
    "in_hours": M("在办公时间（%(hours)s）内"),
    "after_hours": M("不在办公时间（%(hours)s）内"),
    "rest_day": M("%(date)s不上班：%(reason)s"),
    "rest_days": M("%(first)s至%(last)s不上班：%(reason)s"),
    "worked": M("%(date)s上班：%(reason)s"),
    "provisional": M("%(year)s 年放假安排尚未公布，暂按周末和法定节假日推算（暂定）"),
    "plus_hours": M("加 %(n)s 小时，连续计算，下班后不停"),
    "plus_calendar_days": N("加 %(n)s 个自然日，起算当天不计"),
    "plus_working_days": N("加 %(n)s 个工作日，起算当天不计"),
    "until": M("%(at)s 到期"),
    "until_end_of_day": M("%(at)s 到期，即当天结束"),
    "extended": M("经督办同意，由 %(from)s 延期至 %(at)s"),
    "recomputed": M("放假安排公布后重新计算，由 %(from)s 改为 %(at)s"),
}
REASONS: dict[str, Message] = {
    Reason.WEEKDAY: M("平日"),
    Reason.WEEKEND: M("周末"),
    Reason.MAKE_UP: M("调休"),
    Reason.NEW_YEAR: M("元旦"),
    Reason.SPRING_FESTIVAL: M("春节"),
    Reason.QINGMING: M("清明节"),
    Reason.LABOUR: M("劳动节"),
    Reason.DRAGON_BOAT: M("端午节"),
    Reason.MID_AUTUMN: M("中秋节"),
    Reason.NATIONAL: M("国庆节"),
    Reason.VICTORY: M("抗战胜利纪念日"),
    Reason.HOLIDAY: M("法定节假日"),
}
WEEKDAYS = (M("周一"), M("周二"), M("周三"), M("周四"), M("周五"), M("周六"), M("周日"))
UNKNOWN = M("此步骤没有说明（%(code)s）")


def render(steps: Iterable[Step], gettext: Callable[[str], str] = str) -> list[str]:
    """Each step as a sentence; `gettext` translates a Chinese message id into the reader's language."""
    return [_translated(message, gettext) for message in explain(steps)]


def explain(steps: Iterable[Step]) -> list[Message]:
    """Each step as a Message. Its dates and reasons are Messages too, to be translated first."""
    return [_sentence(step) for step in steps]


def to_json(steps: Iterable[Step]) -> str:
    """The steps as a JSON text, equal for equal steps."""
    plain = [{"code": step.code, "values": step.values} for step in steps]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> tuple[Step, ...]:
    """The steps of a JSON text that `to_json` wrote; raises ValueError for any other."""
    try:
        return tuple(Step(str(step["code"]), dict(step["values"])) for step in json.loads(text))
    except (json.JSONDecodeError, KeyError, TypeError) as problem:
        raise ValueError("not the steps of an explanation") from problem


def _sentence(step: Step) -> Message:
    sentence = SENTENCES.get(step.code)
    if sentence is None:
        return Message(UNKNOWN.msgid, {"code": step.code})
    return sentence.with_values(**{name: _value(name, value) for name, value in step.values.items()})


def _value(name: str, value: Any) -> Any:
    return VALUES[name](value) if name in VALUES else value


def _moment(text: str) -> Message:
    when = datetime.fromisoformat(text)
    return M("%(year)d年%(month)d月%(day)d日（%(weekday)s）%(time)s", time=f"{when:%H:%M}", **_day(when))


def _date(text: str) -> Message:
    return M("%(year)d年%(month)d月%(day)d日（%(weekday)s）", **_day(date.fromisoformat(text)))


def _day(when: date) -> dict[str, Any]:
    return {"year": when.year, "month": when.month, "day": when.day, "weekday": WEEKDAYS[when.weekday()]}


def _reason(text: str) -> Message | str:
    # A day of the city's own calendar has its reason in the city's words.
    return REASONS.get(text, text)


def _hours(periods: Iterable[str]) -> str:
    return " / ".join(period.replace("-", "–") for period in periods)


VALUES: dict[str, Callable[[Any], Message | str]] = {
    "at": _moment,
    "from": _moment,
    "date": _date,
    "first": _date,
    "last": _date,
    "reason": _reason,
    "hours": _hours,
}


def _translated(message: Message, gettext: Callable[[str], str]) -> str:
    values = {
        name: _translated(value, gettext) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return gettext(message.msgid) % values if values else gettext(message.msgid)

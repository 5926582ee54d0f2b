"""The public text of a log entry: what exactly was done, and for which reason. Pure.

Each `what` takes the entry's details, its reason code and the city's time zone, each `why` the reason code and the
text beside it. None means that there is nothing to add to the deed's label.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import reduce
from typing import Any

from boards.clocks.notices import CLOSING_LABELS, NOTICE_LABELS, number_of
from boards.clocks.outcomes import Outcome, meets
from boards.rules.labels import ALARM_LABELS, CLOCK_LABELS, DECLINE_LABELS, GRADE_LABELS, OUTCOME_LABELS, SOLVED_LABELS
from boards.rules.offices.promises import PromiseOutcome
from boards.rules.sealing import COVER_LABELS, SEAL_LABELS
from boards.rules.text.word_list import HELD, TIER_LABELS
from forum.i18n.formats import moment
from forum.messages import M, Message, N
from forum.text.reasons import label_with_text, reason_text

Words = Message | str | None
Details = Mapping[str, Any]
What = Callable[[Details, str | None, tzinfo], Words]
Why = Callable[[str | None, str | None], Words]


def nothing(details: Details, code: str | None, zone: tzinfo) -> Words:
    """For a deed of which the label says everything."""
    return None


def sentence(what: Words, why: Words) -> Message | str:
    """What was done and why as one sentence; '' where there is neither."""
    if what is None:
        return why or ""
    return M("%(what)s。理由：%(why)s", what=what, why=why) if why else what


# Said of clocks that a deed ended although it is not what they ask for.
STOPPED = {
    Outcome.STOPPED: M("%(clocks)s停止，不计入按时率"),
    Outcome.MISSED: M("%(clocks)s此前已经逾期，仍计为逾期"),
}


def stopped_clocks(deed: str, details: Details) -> Message | None:
    """Which clocks `deed` ended although it is not what they ask for, and how they count; None when there are none."""
    ended = [clock for clock in details.get("ended", ()) if not meets(deed, clock["kind"])]
    told = [sentence.with_values(clocks=_clock_labels(ended, how)) for how, sentence in STOPPED.items()]
    return _together([each for each in told if each.values["clocks"]])


def with_stopped_clocks(said: Message | str, deed: str, details: Details) -> Message | str:
    """`said` of a deed, followed by what `stopped_clocks` says of it."""
    stopped = stopped_clocks(deed, details)
    return M("%(said)s；%(stopped)s", said=said, stopped=stopped) if said and stopped else stopped or said


# What was done to a case.


def transferred(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("转到%(to)s", to=details["to_name"])


def routed(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("分派给%(to)s", to=details["to_name"])


def duplicate(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("与主题 %(of)s 重复", of=details["of"])


def asked_to_cohandle(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("请%(names)s会办", names=details["names"])


def left_open(details: Details, code: str | None, zone: tzinfo) -> Words:
    if not details.get("remaining"):
        return None
    return M("第 %(floors)s 楼的问题还没有解决，继续办理。", floors=_joined(details["remaining"]))


def rated(details: Details, code: str | None, zone: tzinfo) -> Words:
    values = {"grade": _grade(details), "text": details.get("text", "")}
    if details.get("own_department"):
        return M("“%(grade)s” %(text)s（本部门人员提问，不计入满意度）", **values)
    if details.get("number", 1) > 1:
        return M("改评为“%(grade)s” %(text)s", **values)
    return M("“%(grade)s” %(text)s", **values)


def _grade(details: Details) -> Message:
    grade = GRADE_LABELS[details["grade"]]
    return (
        M("%(grade)s，%(solved)s", grade=grade, solved=SOLVED_LABELS[details["solved"]])
        if "solved" in details
        else grade
    )


def extension_asked(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("希望延到 %(until)s：%(text)s", until=_moment(details["until"], zone), text=details["text"])


def extension_granted(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("由 %(due)s 延到 %(until)s", due=_moment(details["due"], zone), until=_moment(details["until"], zone))


def recomputed(details: Details, code: str | None, zone: tzinfo) -> Words:
    dates = {"old": _moment(details["old"], zone), "new": _moment(details["new"], zone)}
    return M("放假安排公布，%(clock)s由 %(old)s 改为 %(new)s", clock=CLOCK_LABELS[details["kind"]], **dates)


def alarm(details: Details, code: str | None, zone: tzinfo) -> Words:
    return _label(ALARM_LABELS, code)


def called_back(details: Details, code: str | None, zone: tzinfo) -> Words:
    return _label(OUTCOME_LABELS, code)


def overdue(details: Details, code: str | None, zone: tzinfo) -> Words:
    due = _moment(details["due"], zone)
    return M("%(name)s的%(clock)s %(due)s 已到", name=details["name"], clock=CLOCK_LABELS[details["kind"]], due=due)


def notice_named(details: Details, code: str | None, zone: tzinfo) -> Words:
    number = number_of(details["mark"], details["year"], details["number"])
    return M("%(kind)s %(number)s", kind=NOTICE_LABELS[details["kind"]], number=number)


def notice_issued(details: Details, code: str | None, zone: tzinfo) -> Words:
    values = {"notice": notice_named(details, code, zone), "name": details["name"]}
    if "until" not in details:
        return M("%(notice)s，发给%(name)s", **values)
    return M("%(notice)s，发给%(name)s，%(until)s 前反馈", **values, until=_moment(details["until"], zone))


def no_reason(code: str | None, text: str | None) -> Words:
    """For a deed whose text is no reason."""
    return None


def topic(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("“%(title)s”", title=details["title"])


def promised(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M(
        "%(name)s答复第 %(floor)s 楼：%(due)s 前", name=details["name"], floor=details["at_floor"], due=details["due"]
    )


def promise_due(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("%(due)s 到了，请%(name)s说明办了没有", due=details["due"], name=details["name"])


def promise_answered(details: Details, code: str | None, zone: tzinfo) -> Words:
    if code == PromiseOutcome.KEPT:
        return M("%(due)s 前的已做到，见第 %(floor)s 楼", due=details["due"], floor=details["kept_floor"])
    if code == PromiseOutcome.MOVED:
        return M("%(due)s 前的改到 %(until)s", due=details["due"], until=details["until"])
    return M("%(due)s 不是承诺的日子", due=details["due"])


def press_report(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("报道 %(n)s", n=details["report"])


# What moderators did.


def moved(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("由“%(left)s”移到“%(board)s”", left=details["left"], board=details["board"])


def merged(details: Details, code: str | None, zone: tzinfo) -> Words:
    values = {"gone": details["gone"], "into": details["into"], "floor": details["first"]}
    return M("主题 %(gone)s 并入主题 %(into)s，从第 %(floor)s 楼起", **values)


def split(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("第 %(floors)s 楼拆出为主题 %(into)s", floors=_joined(details["floors"]), into=details["into"])


def split_off(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("由主题 %(out_of)s 拆出，标题由管理员拟定", out_of=details["out_of"])


def pinned(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("版块第 %(position)s 位", position=details["position"])


def sealed(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("签批 %(number)s，%(authority)s", number=details["order"], authority=details["authority"])


def reports_answered(details: Details, code: str | None, zone: tzinfo) -> Words:
    return N("答复了 %(n)s 份举报", n=details["reports"])


def sanctioned(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("处理编号 %(n)s", n=details["number"])


def suspended(details: Details, code: str | None, zone: tzinfo) -> Words:
    return M("处理编号 %(n)s，到 %(until)s 为止", n=details["number"], until=_moment(details["until"], zone))


def tier(details: Details, code: str | None, zone: tzinfo) -> Words:
    """The tier of a word. The word itself is not shown: a public list would show how to evade it."""
    return _label(TIER_LABELS, code)


# Why it was done.


def reason(code: str | None, text: str | None) -> Words:
    """The moderators' reason (forum.text.reasons), or the text alone where the deed has no reason code."""
    return reason_text(code, text)


def in_own_words(code: str | None, text: str | None) -> Words:
    """For a deed whose code is told by its `what`."""
    return text


def hiding(code: str | None, text: str | None) -> Words:
    return M("有需要人工看一眼的词，等待管理员审核") if code == HELD else reason_text(code, text)


def declining(code: str | None, text: str | None) -> Words:
    return _label(DECLINE_LABELS, code)


def covering(code: str | None, text: str | None) -> Words:
    return label_with_text(_label(COVER_LABELS, code), text)


def sealing(code: str | None, text: str | None) -> Words:
    return label_with_text(_label(SEAL_LABELS, code), text)


def notice_closing(code: str | None, text: str | None) -> Words:
    return label_with_text(_label(CLOSING_LABELS, code), text)


def _label(labels: Mapping[Any, Message], code: str | None) -> Message | None:
    return labels.get(code)


def _clock_labels(ended: Iterable[Details], outcome: Outcome) -> Message | None:
    kinds = {clock["kind"]: None for clock in ended if clock["outcome"] == outcome}
    return _together([CLOCK_LABELS[kind] for kind in kinds])


def _together(messages: Sequence[Message]) -> Message | None:
    """The messages as one, in order; None for none."""
    return reduce(lambda first, then: M("%(first)s、%(then)s", first=first, then=then), messages) if messages else None


def _joined(numbers: Iterable[int]) -> str:
    return "、".join(map(str, numbers))


def _moment(iso: str, zone: tzinfo) -> str:
    return moment(datetime.fromisoformat(iso), zone)

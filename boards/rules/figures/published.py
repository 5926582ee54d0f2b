"""Which figures and rates the public statistics show, with their definitions. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from boards.rules.figures.measures import PROMISES, Measure, Share
from boards.rules.figures.rates import percent
from forum.messages import M, Message

PENDING, OVERDUE = "pending", "overdue"


@dataclass(frozen=True)
class Figure:
    """A count of threads: its label, and what is counted."""

    label: Message
    definition: Message


@dataclass(frozen=True)
class Rate:
    """`part` of `whole` in percent; both are keys of FIGURES."""

    label: Message
    part: str
    whole: str


# Every figure by its key, which is part of addresses; in the order of the page.
FIGURES: Mapping[str, Figure] = {
    Measure.RECEIVED.value: Figure(M("收到"), M("期间内提出的全部问题，包括还在等管理员处理的。")),
    Measure.WAITING.value: Figure(M("等待管理员"), M("还没有去向：等待审核，或被部门退回。")),
    Measure.FORWARDED.value: Figure(M("转交部门"), M("交给部门办理的问题。")),
    Measure.PLATFORM.value: Figure(M("平台答复"), M("由管理员直接答复，没有转交部门。")),
    Measure.DUPLICATE.value: Figure(M("重复问题"), M("与另一个问题相同，合并或指向那个问题。")),
    Measure.DECLINED.value: Figure(M("不予受理"), M("依法不在这里办理，说明了依据和去处。")),
    Measure.DISCUSSION.value: Figure(M("转为讨论"), M("不属于部门职责，转到互动交流版块。")),
    Measure.ANSWERED.value: Figure(M("已答复"), M("转交部门的问题中，已经给出处理意见、现在没有待答复的追问。")),
    PENDING: Figure(M("办理中"), M("转交部门的问题中，还没有答复，各个时限都没有超过。")),
    OVERDUE: Figure(M("逾期未办"), M("转交部门的问题中，还没有答复，并且至少一个时限已经超过。")),
    Measure.ACCEPT_DUE.value: Figure(M("应当受理"), M("受理时限已经有结果的问题：按时受理的，和时限已过的。")),
    Measure.ACCEPTED_ON_TIME.value: Figure(M("按时受理"), M("每一个受理时限都按时完成。")),
    Measure.FIRST_REPLY_DUE.value: Figure(
        M("应当首次回复"), M("首次回复时限已经有结果的问题：按时回复的，和时限已过的。")
    ),
    Measure.FIRST_REPLY_ON_TIME.value: Figure(M("按时首次回复"), M("每一个首次回复时限都按时完成。")),
    Measure.ANSWER_DUE.value: Figure(M("应当答复"), M("答复时限已经有结果的问题：按时答复的，和时限已过的。")),
    Measure.ANSWERED_ON_TIME.value: Figure(
        M("按时答复"), M("每一个答复时限（包括追问的）都按时完成。转办、退回不算答复。")
    ),
    Measure.STOPPED.value: Figure(
        M("时限中途停止"), M("时限内被转办、退回、合并等，那个时限停止，不计入任何一个比率。")
    ),
    Measure.TRANSFERRED.value: Figure(M("转办过"), M("至少一次由一个部门转给另一个部门。")),
    Measure.FOLLOWED_UP.value: Figure(M("追问过"), M("提问人至少追问过一次。")),
    Measure.RATED.value: Figure(M("已评价"), M("提问人评过满意度；改评过的按最后一次计。")),
    Measure.SATISFIED.value: Figure(M("满意"), M("评价为非常满意、满意或基本满意。")),
    Measure.ASKED_SOLVED.value: Figure(M("说了是否解决"), M("提问人在评价时说了问题有没有解决。")),
    Measure.SOLVED.value: Figure(M("问题已解决"), M("提问人说问题解决了。")),
    Measure.SEALED.value: Figure(M("有封存的内容"), M("依签批封存过至少一层楼。")),
    Measure.OWN_DEPARTMENT.value: Figure(M("本部门人员提问"), M("部门自己的人向本部门提的问题，不计入以上任何一项。")),
}

RATES: Mapping[str, Rate] = {
    "forwarded_rate": Rate(M("转交率"), "forwarded", "received"),
    "reply_rate": Rate(M("答复率"), "answered", "forwarded"),
    "accepted_on_time_rate": Rate(M("按时受理率"), "accepted_on_time", "accept_due"),
    "first_reply_on_time_rate": Rate(M("按时首次回复率"), "first_reply_on_time", "first_reply_due"),
    "on_time_rate": Rate(M("按时答复率"), "answered_on_time", "answer_due"),
    "satisfaction": Rate(M("满意率"), "satisfied", "rated"),
    "solved_rate": Rate(M("解决率"), "solved", "asked_solved"),
}

DISPOSITIONS = ("forwarded", "platform", "duplicate", "declined", "discussion", "waiting")


def rate_of(key: str, counts: Mapping[str, int]) -> float | None:
    """The rate `key` of RATES from figures, in percent with two decimals; None where its whole is 0."""
    rate = RATES[key]
    return percent(counts[rate.part], counts[rate.whole])


def counted_in(share: Share, now: datetime) -> frozenset[str]:
    """The keys of FIGURES that count a Share when it is read at `now`; boards/queries/lists/figures.py says the same in SQL."""
    measures = set(share.measures)
    for kind, (due, kept) in PROMISES.items():
        if _past(getattr(share, f"{kind.value}_until"), now):
            measures = (measures | {due}) - {kept}
    still = {OVERDUE if _past(share.open_until, now) else PENDING} if Measure.OPEN in measures else set()
    return frozenset(measure.value for measure in measures if measure.value in FIGURES) | still


def _past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment < now

"""Promises with a day in official answers: "12月31日前完成" (DOMAIN.md: promises made and kept). Pure.

A sentence promises when it names a day to come as a limit, and behind it says what will be done. Sentences that tell of
general rules, of what citizens may do, of documents and laws, and what is quoted, promise nothing. Who answered may say that
one is no promise, so that a doubtful sentence counts as one only where words of intent stand in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from boards.rules.offices.limits_in_words import AddWorkingDays, Limit, limits_in
from forum.messages import M


class PromiseOutcome(StrEnum):
    """What a department said of a promise; values are stored and never change."""

    KEPT = "kept"
    MOVED = "moved"
    NONE = "none"


class PromiseState(StrEnum):
    """How a promise stands on a day: its outcome, and while there is none whether its day has passed."""

    OPEN = "open"
    OVERDUE = "overdue"
    KEPT = "kept"
    MOVED = "moved"
    NONE = "none"


OUTCOME_LABELS = {
    PromiseOutcome.KEPT: M("做到了"),
    PromiseOutcome.MOVED: M("还没有，改一个日期"),
    PromiseOutcome.NONE: M("这不是承诺"),
}
STATE_LABELS = {
    PromiseState.OPEN: M("等待兑现"),
    PromiseState.OVERDUE: M("过期没有说明"),
    PromiseState.KEPT: M("已做到"),
    PromiseState.MOVED: M("改了日期"),
    PromiseState.NONE: M("不是承诺"),
}
# The tones of their badges, which are those of cases.
TONES = {
    PromiseState.OPEN: "unaccepted",
    PromiseState.OVERDUE: "overdue",
    PromiseState.KEPT: "answered",
    PromiseState.MOVED: "following-up",
    PromiseState.NONE: "closed",
}

LONGEST = timedelta(days=3660)  # further ahead it is a plan, and nobody is asked about it
MOST_OF_A_POST = 20
LONGEST_QUOTE = 160  # characters of the sentence

# Done with certainty, so that a counted limit before it needs no word of intent.
_STRONG = "完成|建成|办结|修复|修好|到位|整改|竣工|开工|动工|消除|解决|清理|拆除|投用|通车|补齐|恢复"
_DOING = (
    f"{_STRONG}|更换|换好|安装|装好|通水|通电|通气|投入|开通|启用|启动|发放|拨付|支付|退还|退回|退款|到账|办好|办妥|处理|处置|答复|"
    "回复|反馈|公布|公示|公开|出台|出具|落实|实施|施工|施划|开放|移交|交付|交房|验收|增设|增配|增加|设置|设立|破除|减轻|缓解|改造|改建|"
    "新建|建设|铺设|疏通|维修|抢修|寄出|搬迁|关停|上路|运行|开业|完工|完善|兑现|检查|整治|制定|修订|上线|补种|补发|调整|优化|清除|清运|"
    "安排|组织|召开|给出|做到|取消|关闭|撤除|送到|送检|结束"
)
_INTENT = (
    "将|预计|预期|计划|拟|力争|争取|确保|保证|承诺|定于|预定|限期|责令|督促|敦促|要求|我局|我们|我单位|本局|我中心|我公司|我集团|我办|"
    "我委|我队|我镇|我街道|我所|我院|我校|已委托|已安排|已派|已列入|已联系|已约谈|已商定|已制定|已部署|已组织|已通知"
)
_NOT_BEFORE = re.compile(
    "(?:每|可以?|应当?|须|一般|通常|原则上|请您?|您|截至|截止到?|至|到|自|从|已于|已在|此前|不得|根据|依据|按照?|依照|规定|条例|文件|通知)"
    "[^，,、：:]{0,8}$"
)
_AFTER_AN_EVENT = re.compile("(?:[后起]|受理|申请|资料|材料|登记)[，,]?$")
_CITIZENS = re.compile(
    "^[之以]?[前内]?[^，,]{0,6}(?:申请|申报|补缴|缴纳|缴费|报名|报送|提交|领取|携带|窗口|补办|投保|年检|咨询|拨打|登录|参加|的规定|有效|发布的|印发)"
)
_DONE_ALREADY = re.compile("^[之以]?[前内]?[^，,。]{0,4}(?:已|未|没有)")
_LIMITED = re.compile("^[之以]?[前内]")
_INTENDED = re.compile("(?:将|预计|计划|拟|力争|争取|定于|预定|确保)[^，,]{0,4}$")
_HAS_INTENT, _IS_DOING, _IS_STRONG = re.compile(_INTENT), re.compile(_DOING), re.compile(f"^.{{0,10}}?(?:{_STRONG})")

_SENTENCE = re.compile(r"[^。！？!?;；\n]+")
_QUOTED = re.compile(r"“[^“”\n]{0,200}”|《[^《》\n]{0,100}》|「[^「」\n]{0,200}」|(?m:^[ \t]*[>＞].*$)")
_SAME_LENGTH = str.maketrans("０１２３４５６７８９－／．", "0123456789-/.")


@dataclass(frozen=True)
class FoundPromise:
    """A day that a text promises, and where the sentence stands that does: its first character and its length."""

    due_on: date
    start: int
    length: int


def state_of(outcome: str | None, due_on: date, today: date) -> PromiseState:
    """The PromiseState of a promise on the local day `today`; on its own day it is not overdue yet."""
    if outcome:
        return PromiseState(outcome)
    return PromiseState.OVERDUE if due_on < today else PromiseState.OPEN


def promises_in(text: str, day: date, add_working_days: AddWorkingDays) -> tuple[FoundPromise, ...]:
    """The promises of an answer written on the local `day`, the first of each date, at most MOST_OF_A_POST."""
    found: dict[date, FoundPromise] = {}
    plain = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text.translate(_SAME_LENGTH))
    for sentence in _SENTENCE.finditer(plain):
        for limit in _promised(sentence[0], day, add_working_days):
            if limit.on not in found and len(found) < MOST_OF_A_POST:
                found[limit.on] = _found(sentence, limit)
    return tuple(found.values())


def _promised(sentence: str, day: date, add_working_days: AddWorkingDays) -> Iterator[Limit]:
    for limit in limits_in(sentence, day, add_working_days):
        if day <= limit.on <= day + LONGEST and _promises(sentence, limit):
            yield limit


def _promises(sentence: str, limit: Limit) -> bool:
    before, after = sentence[: limit.start], sentence[limit.end :]
    if _NOT_BEFORE.search(before) or _CITIZENS.search(after) or _DONE_ALREADY.search(after):
        return False
    if not _IS_DOING.search(after):
        return False
    if limit.counted:
        strong = bool(_IS_STRONG.search(after)) and not _AFTER_AN_EVENT.search(before)
        return strong or (bool(_HAS_INTENT.search(before)) and not _AFTER_AN_EVENT.search(before))
    return bool(_LIMITED.search(after)) or sentence[limit.end - 1] == "内" or bool(_INTENDED.search(before))


def _found(sentence: re.Match[str], limit: Limit) -> FoundPromise:
    """The sentence without the spaces around it; of one that is too long the part around the date."""
    lead = len(sentence[0]) - len(sentence[0].lstrip())
    start = max(lead, limit.end - LONGEST_QUOTE // 2) if len(sentence[0]) > LONGEST_QUOTE else lead
    length = min(len(sentence[0].rstrip()) - start, LONGEST_QUOTE)
    return FoundPromise(limit.on, sentence.start() + start, length)

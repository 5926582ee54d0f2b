"""The moderators' reasons: one list for forms, log and pages. Pure."""

from collections.abc import Container
from enum import StrEnum

from forum.messages import M, Message
from forum.problems import Invalid
from forum.text.checks import check_text

LIMIT = 500  # characters of the text beside a reason


class Reason(StrEnum):
    """The codes of reasons. They are part of the log's leaves and never change."""

    PERSONAL = "personal"
    INSULT = "insult"
    RUMOUR = "rumour"
    ADVERTISING = "advertising"
    FLOODING = "flooding"
    ILLEGAL = "illegal"
    OFF_TOPIC = "off_topic"
    WRONG_BOARD = "wrong_board"
    SAME_MATTER = "same_matter"
    ANOTHER_MATTER = "another_matter"
    HEATED = "heated"
    SETTLED = "settled"
    NOTICE = "notice"
    VALUABLE = "valuable"
    OUTDATED = "outdated"
    NO_LONGER = "no_longer"
    MISTAKE = "mistake"
    OTHER = "other"


LABELS: dict[str, Message] = {
    Reason.PERSONAL: M("泄露个人信息"),
    Reason.INSULT: M("辱骂、人身攻击"),
    Reason.RUMOUR: M("不实信息"),
    Reason.ADVERTISING: M("广告、垃圾信息"),
    Reason.FLOODING: M("重复发布、刷屏"),
    Reason.ILLEGAL: M("违反法律法规"),
    Reason.OFF_TOPIC: M("与主题无关"),
    Reason.WRONG_BOARD: M("放错了版块"),
    Reason.SAME_MATTER: M("说的是同一件事"),
    Reason.ANOTHER_MATTER: M("说的是另一件事"),
    Reason.HEATED: M("争吵升级"),
    Reason.SETTLED: M("事情已经清楚"),
    Reason.NOTICE: M("大家都该看到"),
    Reason.VALUABLE: M("内容有参考价值"),
    Reason.OUTDATED: M("已经过时"),
    Reason.NO_LONGER: M("原来的理由已不存在"),
    Reason.MISTAKE: M("当时处理有误"),
    Reason.OTHER: M("其他"),
}

OFFENCES = (
    Reason.PERSONAL,
    Reason.INSULT,
    Reason.RUMOUR,
    Reason.ADVERTISING,
    Reason.FLOODING,
    Reason.ILLEGAL,
    Reason.OTHER,
)
HIDING = (*OFFENCES[:-1], Reason.OFF_TOPIC, Reason.OTHER)
UNDOING = (Reason.NO_LONGER, Reason.MISTAKE, Reason.OTHER)


def check_reason(
    code: str, text: str | None, allowed: Container[str], *, must_say: bool = False, field: str = "reason"
) -> tuple[Reason, str]:
    """(Reason, normalized text); raises Invalid for a code that is not in `allowed` and for a missing text.

    A text is required with `must_say` and with OTHER, which says nothing by itself.
    """
    errors = {} if code in allowed else {"code": M("请从列表里选一个理由。")}
    try:
        explanation = check_text(field, text or "", LIMIT, minimum=1 if must_say or code == Reason.OTHER else 0)
    except Invalid as problem:
        errors |= problem.errors
    if errors:
        raise Invalid(errors)
    return Reason(code), explanation


def reason_text(code: str | None, text: str | None) -> Message | str | None:
    """The label of a reason and its text in one sentence; of OTHER the text alone; None when there is neither."""
    return text if code == Reason.OTHER and text else label_with_text(LABELS.get(code or ""), text)


def label_with_text(label: Message | None, text: str | None) -> Message | str | None:
    """A label and a text in one sentence; None when there is neither."""
    if label is None:
        return text or None
    return M("%(reason)s。%(text)s", reason=label, text=text) if text else label

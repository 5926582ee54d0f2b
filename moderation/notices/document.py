"""The text of a notice as an official document after GB/T 9704-2012, for the page and the PDF alike. Pure.

A document is written in Chinese whatever the language of its reader, like a post. It contains what everybody may see of the
case and no name of a person who asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from boards.clocks.policy import NoticeKind

EXCERPT = 300  # characters of the question in the summary of a 抄告单
TITLES = {NoticeKind.WARNING: "网络舆情预警信息", NoticeKind.CIRCULAR: "舆情抄告单", NoticeKind.URGING: "督办通知书"}
DEMANDS = {
    NoticeKind.WARNING: "请在上述时限以内办理，并在网上公开答复。",
    NoticeKind.CIRCULAR: "请立即核实办理，在网上公开答复提问人，并在反馈时限以内填写回执，说明办理情况和逾期原因。",
    NoticeKind.URGING: "前次抄告至今没有办结。请主要负责人督促，限期办结并在网上公开答复，在反馈时限以内填写回执，"
    "说明办理情况、逾期原因和责任人员的处理意见。",
}
SUGGESTION = "建议由承办部门先行公开说明进展和预计办结的日期，避免舆情发酵。"


@dataclass(frozen=True)
class Facts:
    """What a document says of its notice and case; times are local. `title` and `text` are as everybody may see them."""

    kind: NoticeKind
    number: str
    body: str
    addressee: str
    issued_at: datetime
    due_at: datetime
    clock: str
    thread: int
    asked_at: datetime
    channel: str
    question_kind: str
    title: str
    text: str
    head: str = ""
    contact: str = ""
    copies: str = ""
    seal: str = ""
    demand: str = ""
    circular: str = ""
    feedback_due_at: datetime | None = None
    signed_at: datetime | None = None
    feedback: str = ""
    feedback_at: datetime | None = None


@dataclass(frozen=True)
class Document:
    """The parts of a document in their order; `sections` and `receipt` are (heading, text).

    `head` is the signatory; an empty text of the receipt is a blank to fill in.
    """

    body: str
    number: str
    head: str
    title: str
    addressee: str
    sections: tuple[tuple[str, str], ...]
    signature: str
    day: str
    seal: str
    contact: str
    copies: str
    receipt: tuple[tuple[str, str], ...]
    receipt_title: str = "回　执"


def document_of(facts: Facts) -> Document:
    """The Document of a notice."""
    return Document(
        body=facts.body,
        number=facts.number,
        head=f"签发人：{facts.head}" if facts.head else "",
        title=TITLES[facts.kind],
        addressee=f"{facts.addressee}：",
        sections=_sections(facts),
        signature=facts.body,
        day=_day(facts.issued_at),
        seal=f"（印章：{facts.seal}）" if facts.seal else "",
        contact=f"（联系人：{facts.contact}）" if facts.contact else "",
        copies=f"抄送：{facts.copies}。" if facts.copies else "",
        receipt=_receipt(facts),
    )


def _sections(facts: Facts) -> tuple[tuple[str, str], ...]:
    made: Mapping[str, str] = {
        "舆情来源": _source(facts) if facts.kind is NoticeKind.CIRCULAR else "",
        "事由": _cause(facts),
        "摘要": facts.text if facts.kind is NoticeKind.CIRCULAR else "",
        "时限情况" if facts.kind is NoticeKind.WARNING else "超期情况": _lateness(facts),
        "处置建议": SUGGESTION if facts.kind is NoticeKind.CIRCULAR else "",
        "办理要求": facts.demand or DEMANDS[facts.kind],
        "反馈时限": f"{_minute(facts.feedback_due_at)}前。" if facts.feedback_due_at else "",
    }
    return tuple((f"{heading}：", text) for heading, text in made.items() if text)


def _source(facts: Facts) -> str:
    return f"网络问政平台（{facts.channel}），{_minute(facts.asked_at)}。"


def _cause(facts: Facts) -> str:
    asked = (
        f"{_day(facts.asked_at)}网民提出的{facts.question_kind}“{facts.title}”（主题 {facts.thread}），由你单位办理。"
    )
    return f"{asked}已发{facts.circular}。" if facts.circular else asked


def _lateness(facts: Facts) -> str:
    if facts.kind is NoticeKind.WARNING:
        return f"{facts.clock}为{_minute(facts.due_at)}，距发文还有{_span(facts.due_at - facts.issued_at)}。"
    late = _span(facts.issued_at - facts.due_at)
    return f"{facts.clock}为{_minute(facts.due_at)}，至发文时已超期{late}。"


def _receipt(facts: Facts) -> tuple[tuple[str, str], ...]:
    signed = _minute(facts.signed_at) if facts.signed_at else ""
    rows = (("签收单位", facts.addressee), ("签收时间", signed))
    if facts.kind is NoticeKind.WARNING:
        return rows
    given = _minute(facts.feedback_at) if facts.feedback_at else ""
    return (*rows, ("办理情况", facts.feedback), ("回执时间", given))


def _day(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日"


def _minute(at: datetime | None) -> str:
    return f"{_day(at)}{at:%H:%M}" if at else ""


def _span(span: timedelta) -> str:
    """Days and hours, in words: 2天5小时."""
    minutes = max(int(span.total_seconds()) // 60, 1)
    days, hours = divmod(minutes // 60, 24)
    if not days and not hours:
        return f"{minutes}分钟"
    return (f"{days}天" if days else "") + (f"{hours}小时" if hours else "")

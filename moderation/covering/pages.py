"""What the page for covering personal data shows, and the reasons it offers. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from boards.pages import Link
from forum.messages import M, Message


class CoverReason(StrEnum):
    """Whose or what personal data is covered. Values are public: they stand in the ledger's leaves."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    PLATE = "plate"
    BANK_CARD = "bank_card"
    ADDRESS = "address"
    NAME = "name"
    HEALTH = "health"
    MINOR = "minor"
    OTHER = "other"


LABELS = {
    CoverReason.ID_NUMBER: M("身份证号"),
    CoverReason.PHONE: M("电话号码"),
    CoverReason.PLATE: M("车牌号"),
    CoverReason.BANK_CARD: M("银行卡号"),
    CoverReason.ADDRESS: M("住址"),
    CoverReason.NAME: M("他人姓名"),
    CoverReason.HEALTH: M("病情等隐私"),
    CoverReason.MINOR: M("未成年人的信息"),
    CoverReason.OTHER: M("其他个人信息"),
}


@dataclass(frozen=True)
class Part:
    """One part of a text: `value` names it in the form, `text` is as it is shown, `kind` what the rule took it for."""

    value: str
    text: str
    covered: bool = False
    ticked: bool = False
    kind: Message | None = None


@dataclass(frozen=True)
class CoveringPage:
    """`/posts/ID/covering`: groups of (label, parts), the title first, then the text, then what older versions say otherwise."""

    thread: Link
    breadcrumb: tuple[Link, ...]
    post: int
    floor_label: Message
    groups: tuple
    reasons: tuple
    covered: bool = False

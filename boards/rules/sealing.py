"""Sealed posts as pages show them, and the reasons for sealing and covering. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from forum.messages import M


class SealReason(StrEnum):
    """Why a text is sealed. Values are public: they stand in the ledger's leaves."""

    PROHIBITED = "prohibited"
    SECRET = "secret"
    PRIVACY = "privacy"
    REPUTATION = "reputation"
    MINOR = "minor"
    COURT = "court"


class CoverReason(StrEnum):
    """Which personal data is covered. Values are public: they stand in the ledger's leaves."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    PLATE = "plate"
    BANK_CARD = "bank_card"
    ADDRESS = "address"
    NAME = "name"
    HEALTH = "health"
    MINOR = "minor"
    OTHER = "other"


SEAL_LABELS = {
    SealReason.PROHIBITED: M("法律、行政法规禁止发布的内容"),
    SealReason.SECRET: M("国家秘密、商业秘密"),
    SealReason.PRIVACY: M("侵害他人隐私、个人信息权益"),
    SealReason.REPUTATION: M("侵害他人名誉"),
    SealReason.MINOR: M("侵害未成年人权益"),
    SealReason.COURT: M("执行人民法院生效裁判"),
}

COVER_LABELS = {
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
class Sealed:
    """The placeholder of a sealed post: the signed order, its signatory and office, and the legal ground."""

    at: datetime
    order: int
    number: str
    name: str
    office: str
    ground: str
    signed_on: date

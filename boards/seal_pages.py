"""What the pages show of sealing and covering, finished. Pure."""

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


SEAL_LABELS = {
    SealReason.PROHIBITED: M("法律、行政法规禁止发布的内容"),
    SealReason.SECRET: M("国家秘密、商业秘密"),
    SealReason.PRIVACY: M("侵害他人隐私、个人信息权益"),
    SealReason.REPUTATION: M("侵害他人名誉"),
    SealReason.MINOR: M("侵害未成年人权益"),
    SealReason.COURT: M("执行人民法院生效裁判"),
}


@dataclass(frozen=True)
class Sealed:
    """The tombstone of a sealed post: under which signed order, whose, on what ground."""

    at: datetime
    order: int
    number: str
    name: str
    office: str
    ground: str
    signed_on: date

"""Which numbers a message may go to, how often, and what somebody means who writes one. Pure.

The limits are those that Alibaba Cloud and Tencent Cloud have for one number as well: 1 a minute, 5 an hour, 20 a day.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.messages import M
from forum.problems import Invalid
from forum.text.phones import MOBILE, check_phone

LIMITS = ("sms-minute", "sms-hour", "sms-day")  # how many each allows: forum.accounts.limits
LONGEST = 500  # characters of one message with its signature: eight parts of 67
ABROAD = re.compile(r"(?:\+|00)(?!0|86)[0-9]")


class Meaning(StrEnum):
    """What somebody wants who writes a message."""

    STOP = "stop"
    START = "start"
    PROGRESS = "progress"
    OTHER = "other"


@dataclass(frozen=True)
class Heard:
    """What was written: its Meaning, and the number of the question for PROGRESS."""

    meaning: Meaning
    number: str = ""


# 退订 by TD or T is what the carriers have everybody write (《通信短信息服务管理规定》第二十条: 回复退订).
STOPS = frozenset("td t n stop unsubscribe quit 退订 退 取消订阅 停止".split())
STARTS = frozenset("start dy 订阅 恢复 重新订阅".split())
PROGRESS = re.compile(
    r"(?:(?:查询?|查一下|看)?(?:进度|答复|问题)|jd|cx|查)?第?#?([0-9]{1,12})号?(?:的?(?:问题|进度|答复))*"
)


def mobile_of(raw: object, field: str = "phone") -> str:
    """The eleven digits of a mobile number of mainland China, in any usual form; raises Invalid, which says why it is none."""
    digits = re.sub(r"[\s()（）.·-]", "", unicodedata.normalize("NFKC", raw if isinstance(raw, str) else ""))
    if ABROAD.match(digits):
        raise Invalid({field: M("这是别的国家或地区的号码。这里只能给中国大陆的手机（+86）发短信。")})
    number = check_phone(raw, field)
    if not MOBILE.fullmatch(number):
        raise Invalid({field: M("这里要一个手机号码，固定电话收不到短信。")})
    return number


def heard(text: str) -> Heard:
    """The Heard of a message."""
    said = re.sub(r"[\s，。,.!！?？]", "", unicodedata.normalize("NFKC", text)).lower()
    if said in STOPS:
        return Heard(Meaning.STOP)
    if said in STARTS:
        return Heard(Meaning.START)
    if found := PROGRESS.fullmatch(said):
        return Heard(Meaning.PROGRESS, found[1].lstrip("0") or "0")
    return Heard(Meaning.OTHER)


def cut(text: str, most: int) -> str:
    """`text` in one line, at most `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def signed(text: str, sign: str) -> str:
    """`text` with the signature in front, as carriers require it of messages that are not made of a template."""
    return cut(f"【{sign}】{text}" if sign else text, LONGEST)


def joined(lines: Sequence[str]) -> str:
    """Lines as one text: each ends with a full stop of its own, or gets a blank behind."""
    return " ".join(line.strip() for line in lines if line.strip())

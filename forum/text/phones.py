"""Parses telephone numbers of mainland China. Pure.

Stored are a mobile as 13812341234, a land line as 0570-8021234 or with its extension 0570-8021234-801.
"""

import re
import unicodedata

from forum.messages import M, Message
from forum.problems import Invalid

MOBILE = re.compile(r"1[3-9]\d{9}")
# Area codes are 010 and 02x with three digits, all others with four.
LAND_LINE = re.compile(r"(010|02\d|0[3-9]\d\d)([2-8]\d{6,7})")
COUNTRY = re.compile(r"^(\+|00)?86(?=1[3-9]\d{9}$|0?[1-9]\d{8,})")
EXTENSION = re.compile(r"(?:转|分机|ext\.?|#)|(?<=\d{7})-(?=\d{1,6}$)", re.IGNORECASE)
SEPARATORS = re.compile(r"[\s()（）.·\-‐‑–—]")
LONGEST_EXTENSION = 6
_ANY = re.compile(rf"(?<!\d)(?:86)?(?:{MOBILE.pattern}|{LAND_LINE.pattern})(?!\d)")


def check_phone(raw: object, field: str = "phone") -> str:
    """The number as it is stored; raises Invalid, which says what is wrong with it."""
    number, extension = _parts(raw if isinstance(raw, str) else "")
    message = _wrong(number, extension)
    if message:
        raise Invalid({field: message})
    land_line = LAND_LINE.fullmatch(number)
    return "-".join(filter(None, (*land_line.groups(), extension))) if land_line else number


def mentions(text: str, phone: str) -> bool:
    """Whether `text` contains a stored number, however its digits are separated; of a land line the local part is enough."""
    digits = SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    return (phone.split("-")[1] if "-" in phone else phone) in digits


def holds_a_number(text: str) -> bool:
    """Whether `text` contains a telephone number."""
    return bool(_ANY.search(SEPARATORS.sub("", unicodedata.normalize("NFKC", text))))


def _parts(raw: str) -> tuple[str, str]:
    plain = unicodedata.normalize("NFKC", raw).strip()
    number, *extension = EXTENSION.split(plain, maxsplit=1)
    number = SEPARATORS.sub("", number)
    return COUNTRY.sub("", number), SEPARATORS.sub("", extension[0]).rstrip(":：") if extension else ""


def _wrong(number: str, extension: str) -> Message | None:
    if not number:
        return M("请填写电话号码。")
    if not (number.isascii() and number.isdecimal()):
        return M("号码里只能有数字、空格、横线，分机写“转”。只支持中国大陆的手机和固定电话。")
    if number.startswith("1"):
        return _wrong_mobile(number, extension)
    return _wrong_land_line(number) or _wrong_extension(extension)


def _wrong_mobile(number: str, extension: str) -> Message | None:
    if len(number) != 11:
        return M("手机号码应当是 11 位，现在是 %(count)s 位。", count=len(number))
    if not MOBILE.fullmatch(number):
        return M("没有这个号段的手机号码，请核对前三位。")
    return M("手机号码没有分机，请删去。") if extension else None


def _wrong_land_line(number: str) -> Message | None:
    if not number.startswith("0"):
        return M("固定电话请带区号，例如 0570-8021234。")
    if not LAND_LINE.fullmatch(number):
        return M("固定电话应当是区号加 7 至 8 位号码，例如 0570-8021234，请核对。")
    return None


def _wrong_extension(extension: str) -> Message | None:
    if extension and not (extension.isascii() and extension.isdecimal() and len(extension) <= LONGEST_EXTENSION):
        return M("分机号应当是 1 至 %(limit)s 位数字。", limit=LONGEST_EXTENSION)
    return None

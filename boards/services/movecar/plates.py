"""Reads the number of a plate by GA 36-2018 (中华人民共和国机动车号牌). Pure."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from forum.messages import M
from forum.problems import Invalid


class PlateKind(StrEnum):
    """The kinds of plates."""

    USUAL = "usual"
    NEW_ENERGY = "new_energy"
    DRIVING_SCHOOL = "学"
    POLICE = "警"
    HONG_KONG = "港"
    MACAU = "澳"
    TRAILER = "挂"
    EMBASSY = "使"
    CONSULATE = "领"


@dataclass(frozen=True)
class Plate:
    """A plate as it is looked up: upper case, without blanks and dots."""

    text: str
    kind: PlateKind


PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
SIGN = "[A-HJ-NP-Z0-9]"  # 5.9.1: no I and O in the serial
ENERGY = "[A-HJK]"  # table 6: D A B C E purely electric, F G H J K others
FORMS = (
    (PlateKind.NEW_ENERGY, re.compile(rf"{PROVINCE}[A-Z](?:{ENERGY}{SIGN}[0-9]{{4}}|[0-9]{{5}}{ENERGY})")),
    (PlateKind.USUAL, re.compile(rf"{PROVINCE}[A-Z]{SIGN}{{5}}")),
    (PlateKind.HONG_KONG, re.compile(rf"粤Z{SIGN}{{4}}港")),
    (PlateKind.MACAU, re.compile(rf"粤Z{SIGN}{{4}}澳")),
    (PlateKind.DRIVING_SCHOOL, re.compile(rf"{PROVINCE}[A-Z]{SIGN}{{4}}学")),
    (PlateKind.POLICE, re.compile(rf"{PROVINCE}[A-Z]{SIGN}{{4}}警")),
    (PlateKind.TRAILER, re.compile(rf"{PROVINCE}[A-Z]{SIGN}{{4}}挂")),
    (PlateKind.CONSULATE, re.compile(rf"{PROVINCE}[A-Z]{SIGN}{{4}}领")),
    (PlateKind.EMBASSY, re.compile(r"使[0-9]{6}|[0-9]{6}使")),
)
WITH_I_OR_O = re.compile(rf"{PROVINCE}[A-Z][A-Z0-9]{{5,6}}")
NOT_READ = re.compile(r"[\s·•・.．。\-—_]")


def read_plate(raw: object, field: str = "plate") -> Plate:
    """The Plate of what was typed or read off a photo; raises Invalid, which says what is wrong with it."""
    text = NOT_READ.sub("", unicodedata.normalize("NFKC", raw if isinstance(raw, str) else "")).upper()
    if not text:
        raise Invalid({field: M("请填写车牌号码。")})
    for kind, form in FORMS:
        if form.fullmatch(text):
            return Plate(text, kind)
    if WITH_I_OR_O.fullmatch(text) and set(text[2:]) & {"I", "O"}:
        raise Invalid({field: M("车牌的序号里没有字母 I 和 O，请看看是不是数字 1 和 0。")})
    if not re.match(rf"{PROVINCE}|使|[0-9]", text):
        raise Invalid({field: M("车牌要从省份的简称写起，例如 浙H12345。")})
    raise Invalid({field: M("这不像车牌号码：省份简称、字母，再加 5 位，新能源车 6 位，例如 浙H12345、浙HD12345。")})

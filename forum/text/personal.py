"""Finds personal data in a text, so that it can be covered before or after publication. Pure.

Identity numbers are recognised by GB 11643-1999 (region, birthday, check digit of ISO 7064 MOD 11-2; the old
ones have 15 digits and no check digit), plates by GA 36-2018 with those of new-energy vehicles, bank cards by the
issuer's first digits and the Luhn checksum. Land lines do not count as personal: they are those of offices and hotlines.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from forum.messages import M

COVER = "＊＊＊＊"  # full width: Markdown would read pairs of ** as bold


class Personal(StrEnum):
    """The kind of personal data in a stretch."""

    ID_NUMBER = "id_number"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"
    PLATE = "plate"


LABELS = {
    Personal.ID_NUMBER: M("身份证号"),
    Personal.BANK_CARD: M("银行卡号"),
    Personal.MOBILE: M("手机号码"),
    Personal.PLATE: M("车牌号"),
}


class Stretch(NamedTuple):
    """A stretch text[start:end], in characters."""

    start: int
    end: int
    kind: Personal


def find(text: str) -> tuple[Stretch, ...]:
    """The Stretches of personal data in `text`, in order and without overlap."""
    plain = _plain(text)
    addresses = [match.span() for match in _ADDRESS.finditer(plain)]
    candidates = [
        (Stretch(*match.span("it"), kind))
        for kind, pattern, holds in _RULES
        for match in pattern.finditer(plain)
        if holds(_DROPPED.sub("", match["it"]))
    ]
    found: list[Stretch] = []
    before: list[Stretch] | None = None
    # Digits after a point are a fraction only as long as those before the point are no personal data themselves.
    while found != before:
        before, found = found, []
        for each in candidates:
            if not _overlaps(each, [*addresses, *found]) and not _is_fraction(plain, each.start, before):
                found.append(each)
    return tuple(sorted(found))


def _overlaps(stretch: Stretch, spans: Iterable[tuple[Any, ...]]) -> bool:
    return any(stretch.start < span[1] and span[0] < stretch.end for span in spans)


def cover(text: str, stretches: Iterable[Stretch]) -> str:
    """`text` with COVER in place of each of `stretches`, which are in order and do not overlap."""
    parts: list[str] = []
    rest = 0
    for start, end, _ in stretches:
        parts += [text[rest:start], COVER]
        rest = end
    return "".join([*parts, text[rest:]])


def is_id_number(number: str) -> bool:
    """Whether 15 or 18 characters are an identity number by their region, birthday and, with 18, check digit."""
    birthday = f"19{number[6:12]}" if len(number) == 15 else number[6:14]
    return (
        number[:2] in REGIONS
        and _is_past_day(birthday)
        and (len(number) == 15 or _check_digit(number) == number[17].upper())
    )


def is_card_number(number: str) -> bool:
    """Whether the digits have a valid Luhn checksum."""
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number)))
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0


# The first two digits of GB/T 2260; 83 is for residents from Taiwan, 91 for foreigners.
REGIONS = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91".split()
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_DASHES = "\\-\u2010-\u2015\u2212"
_GAP = rf"(?:[ {_DASHES}.·/、~_{_NOTHING}]|  )?"
_DROPPED = re.compile(rf"[ {_DASHES}.·•/、~_(){_NOTHING}]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
# Labels that people write directly before a number, without a space.
_NAMED = "tel telephone phone mobile mob cell call ph wx vx v weixin wechat qq no id idno idcard sfz sfzh dh dianhua sj sjh shouji"
_ALONE = (
    rf"(?<![0-9A-Za-z_])(?:(?i:{'|'.join(sorted(_NAMED.split(), key=len, reverse=True))})[_.:]?)?"
    r"(?P<it>%s)(?![0-9A-Za-z_])"
)
_AMOUNT = r"(?!(?:\.[0-9]+)?\s?(?:元|圆|块|万|亿|人|吨|斤|平方|立方|%%))"


def _joined(*groups: str) -> str:
    """A pattern of groups of digits with at most one separator between two of them."""
    return _GAP.join(groups)


_ID_NUMBER = re.compile(
    _ALONE % f"{_joined(r'[1-9][0-9]{5}', r'(?:18|19|20)[0-9]{2}', r'[0-9]{4}', r'[0-9]{3}[0-9Xx]')}|[1-9][0-9]{{14}}"
)
_CARD = re.compile(
    _ALONE
    % "|".join(
        _joined(first, "[0-9]{4}", "[0-9]{4}", last)
        for first, last in (
            ("62[0-9]{2}", f"[0-9]{{4}}(?:{_GAP}[0-9]{{1,3}})?"),
            ("9558", f"[0-9]{{4}}{_GAP}[0-9]{{3}}"),
            ("(?:4[0-9]{3}|5[1-5][0-9]{2})", "[0-9]{4}"),
        )
    )
)
_MOBILE = re.compile(
    (_ALONE + _AMOUNT)
    % (
        rf"(?:0|(?:\+|00)?86{_GAP})?"
        rf"(?:(?:\(1[3-9][0-9]\)|1[3-9][0-9]){_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|1[3-9][0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}|1[3-9][0-9]{{2}}{_GAP}[0-9]{{4}}{_GAP}[0-9]{{3}})"
    )
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼新"
_SERIAL = "[A-HJ-NP-Z0-9]"
_MARK = rf"[ ·•.{_DASHES}{_NOTHING}]?"
# GA 36-2018: civil plates, those of new-energy vehicles, and the ones that end in what the vehicle is for.
_CIVIL = (
    rf"[{_PROVINCES}]{_MARK}[A-HJ-NP-Z]{_MARK}"
    rf"(?:[A-HJK]{_SERIAL}[0-9]{{4}}|[0-9]{{5}}[A-HJK]|{_SERIAL}{{5}}|{_SERIAL}{{4}}[学警挂港澳领])"
)
# GA 36-2018: an embassy's plate is 使, its country's number below 400 and three more digits.
_EMBASSY = r"(?<![大即致促迫驱行公天假])使[0-3][0-9]{5}(?!\s?(?:元|人|个|户|吨|米|公里|亩|万|件|次|名|平方))"
_PLATE = re.compile(
    rf"(?<![最全更崭])(?P<it>{_CIVIL}|{_EMBASSY})(?![0-9A-Za-z])",
    re.IGNORECASE,
)


def _has_plate_digits(plate: str) -> bool:
    """GA 36 allows at most two letters in the serial number; what has more is a word."""
    return sum(character.isdigit() for character in plate) >= 3


_RULES: tuple[tuple[Personal, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Personal.ID_NUMBER, _ID_NUMBER, is_id_number),
    (Personal.BANK_CARD, _CARD, is_card_number),
    (Personal.MOBILE, _MOBILE, bool),
    (Personal.PLATE, _PLATE, _has_plate_digits),
)


def _check_digit(number: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def _is_past_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year > 1850
    except ValueError:
        return False


def _is_fraction(plain: str, start: int, found: Iterable[Stretch]) -> bool:
    """Whether the digits from `start` are a decimal fraction, and do not follow the number of a line (1.138…)."""
    before = plain[start].isdecimal() and _BEFORE_POINT.search(plain, max(0, start - 20), start)
    if not before or any(each.end == start - 1 for each in found):
        return False
    return before["lead"] not in _OPENS_A_LINE


_BEFORE_POINT = re.compile(r"(?P<lead>[^0-9]?)(?P<whole>[0-9]+)\.\Z")
_OPENS_A_LINE = frozenset(("", *" \t\r\n，。；、：:;,(（"))


def _plain(text: str) -> str:
    """`text` in half-width characters, one for one, so that indexes in both are the same."""
    narrow = (unicodedata.normalize("NFKC", character) for character in text)
    return "".join(new if len(new) == 1 else old for new, old in zip(narrow, text, strict=True))

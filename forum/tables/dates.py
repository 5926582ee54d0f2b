"""Reads dates and times as people and spreadsheets write them. Pure."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import NoReturn

from forum.messages import M
from forum.problems import Invalid

_YEAR_FIRST = re.compile(r"(\d{4})\s*([-/.年])\s*(\d{1,2})\s*([-/.月])\s*(\d{1,2})\s*日?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_WEEKDAY = re.compile(r"(?<!\s)\s*+[(]?(?:星期|周)([一二三四五六日天])[)]?$")
_TIME = re.compile(r"(\d{1,2})(?:[:时点](\d{1,2})分?)(?:[:]?(\d{1,2})(?:\.\d+)?秒?)?", re.ASCII)
_OFFSET = re.compile(r"(?<!\s)\s*+(Z|[+-]\d{2}:?\d{2})$", re.IGNORECASE | re.ASCII)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_MIDNIGHT = re.compile(r"(?<![\sT])[\sT]++0{1,2}:00(?::00(?:\.0+)?)?$", re.ASCII)
_WEEKDAYS = {character: number for number, character in enumerate("一二三四五六日")} | {"天": 6}
MOST_FOUND = 40  # characters of what was found that a message quotes


def read_date(text: str, field: str = "date") -> date:
    """The date of 2027-01-01, 2027/1/1, 2027.1.1, 2027年1月1日 or 20270101, also at midnight or with its weekday.

    Raises Invalid for `field`: for a day that does not exist, for another weekday than the date's, and for day and month
    before the year where either may be the month (1/2/2027).
    """
    plain = _MIDNIGHT.sub("", _plain(text))
    weekday = _WEEKDAY.search(plain)
    plain = plain[: weekday.start()] if weekday else plain
    year, month, day = _numbers(plain, text, field)
    try:
        found = date(year, month, day)
    except ValueError:
        raise Invalid({field: M("没有 %(found)s 这一天", found=text[:MOST_FOUND])}) from None
    if weekday and _WEEKDAYS[weekday[1]] != found.weekday():
        raise Invalid({field: M("“%(found)s”里的星期和日期对不上", found=text[:MOST_FOUND])})
    return found


def read_moment(text: str, zone: tzinfo, field: str = "moment") -> datetime:
    """The moment of a date with a time (2019/4/24 15:40, 2019年4月24日15时40分), in `zone` unless an offset stands behind it.

    A date alone is its midnight. Raises Invalid for `field`.
    """
    plain = _plain(text)
    offset = _OFFSET.search(plain) if ":" in plain or plain.endswith(("Z", "z")) else None
    when, clock = _split(plain[: offset.start()] if offset else plain)
    moment = datetime.combine(read_date(when, field), _time(clock, text, field))
    return moment.replace(tzinfo=_zone(offset[1], text, field) if offset else zone)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def _numbers(plain: str, text: str, field: str) -> tuple[int, int, int]:
    if match := _YEAR_FIRST.fullmatch(plain):
        if _alike(match[2], match[4]):
            return int(match[1]), int(match[3]), int(match[5])
    elif match := _COMPACT.fullmatch(plain):
        return int(match[1]), int(match[2]), int(match[3])
    elif match := _YEAR_LAST.fullmatch(plain):
        return _year_last(int(match[1]), int(match[3]), int(match[4]), text, field)
    raise Invalid({field: M("“%(found)s”应当是年-月-日，如 2027-01-01", found=text[:MOST_FOUND])})


def _alike(first: str, second: str) -> bool:
    return (first, second) == ("年", "月") or first == second != "月"


def _year_last(first: int, second: int, year: int, text: str, field: str) -> tuple[int, int, int]:
    """Only one of the two can be the month, or the date is refused: countries differ."""
    if first <= 12 and second <= 12:
        raise Invalid({field: M("“%(found)s”看不出哪个是月、哪个是日；请把年写在前面", found=text[:MOST_FOUND])})
    return (year, second, first) if second <= 12 else (year, first, second)


def _split(plain: str) -> tuple[str, str]:
    """The date and the time of a moment; the time is empty without one."""
    match = re.match(r"(.*?日|[^\sT]+)[\sT]*(.*)$", plain, re.DOTALL)
    return (match[1], match[2].strip()) if match else (plain, "")


def _time(clock: str, text: str, field: str) -> time:
    if not clock:
        return time()
    match = _TIME.fullmatch(clock)
    try:
        return time(int(match[1]), int(match[2]), int(match[3] or 0)) if match else _no_time(text, field)
    except ValueError:
        _no_time(text, field)


def _no_time(text: str, field: str) -> NoReturn:
    raise Invalid({field: M("“%(found)s”里的时间应当像 15:40 这样", found=text[:MOST_FOUND])})


def _zone(offset: str, text: str, field: str) -> timezone:
    if offset in "Zz":
        return timezone(timedelta())
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours >= 24 or minutes >= 60:
        _no_time(text, field)
    return timezone((-1 if offset[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))

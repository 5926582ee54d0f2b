"""The day that words name as a limit: 12月31日前, 年底前, 本月内, 三个工作日内, counted from the day of the text. Pure.

前 is read as officials mean it: 12月31日前 ends with 31 December. Festivals of the lunar calendar (春节前) are not read,
nor hours, which are the measure of the city's own clocks.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

AddWorkingDays = Callable[[date, int], date]

_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_N = r"\d{1,3}|[一二两三四五六七八九十百]{1,4}"
_YEAR = r"(?:(20\d\d|今|明|后|本)年)"
_PART = "底|末|初|上旬|中旬|下旬"
_LIMIT = "(?=[之以]?前)"
_PARTS = {"初": 10, "上旬": 10, "中旬": 20}  # the last day of each; of the others that of the month
_YEARS = {"今": 0, "本": 0, "明": 1, "后": 2}
_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "十一": (10, 1)}
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Limit:
    """The day `on` that the words from `start` to `end` of a text name; `counted` says that they count days, weeks or months."""

    start: int
    end: int
    on: date
    counted: bool


def limits_in(text: str, day: date, add_working_days: AddWorkingDays) -> tuple[Limit, ...]:
    """The Limits named in `text`, written on the local `day`, in order and without overlap; past days are named too.

    `add_working_days(day, count)` counts by the city's calendar. Words that name no day of the calendar are left out.
    """
    found: list[Limit] = []
    for limit in sorted(_all(text, day, add_working_days), key=lambda each: (each.start, -each.end)):
        if not found or limit.start >= found[-1].end:
            found.append(limit)
    return tuple(found)


def number_of(words: str) -> int:
    """The number written in digits, or in Chinese up to 999; raises ValueError."""
    if words.isdecimal():
        return int(words)
    hundreds, _, rest = words.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * _digit(hundreds, "百" in words) + 10 * _digit(tens, bool(ten)) + _digit(ones, False)
    if not value:
        raise ValueError(words)
    return value


def _digit(words: str, counted: bool) -> int:
    """A digit; what stands for nothing before 十 or 百 is 1."""
    if not words:
        return int(counted)
    if words not in _DIGITS:
        raise ValueError(words)
    return _DIGITS[words]


def _all(text: str, day: date, add_working_days: AddWorkingDays) -> Iterator[Limit]:
    for pattern, named in _FORMS:
        for match in pattern.finditer(text):
            try:
                yield Limit(match.start(), match.end(), named(match, day), counted=False)
            except (ValueError, OverflowError):
                continue
    for match in _COUNTED.finditer(text):
        try:
            yield Limit(match.start(), match.end(), _counted(match, day, add_working_days), counted=True)
        except (ValueError, OverflowError):
            continue


def _of_month(match: re.Match[str], day: date) -> date:
    """10月28日, 10月底, 明年3月中旬. Without a year, January to March are the next ones for who writes in October or later."""
    year, month, exact, part = match.groups()
    number = number_of(month)
    ahead = year is None and day.month >= 10 and number <= 3
    return _in_month(_year(year, day) + ahead, number, exact, part)


def _of_near_month(match: re.Match[str], day: date) -> date:
    which, exact, part = match.groups()
    first = _months_later(day.replace(day=1), int(which[0] in "下次"))
    return _in_month(first.year, first.month, exact, part)


def _in_month(year: int, month: int, exact: str | None, part: str | None) -> date:
    if exact:
        return date(year, month, number_of(exact))
    return date(year, month, _PARTS.get(part or "", 0) or monthrange(year, month)[1])


def _end_of_month(match: re.Match[str], day: date) -> date:
    return _in_month(day.year, day.month, None, None)


def _end_of_year(match: re.Match[str], day: date) -> date:
    return date(_year(match[1], day), 12, 31)


def _half(match: re.Match[str], day: date) -> date:
    return _in_month(_year(match[1], day), 6 if match[2] == "上" else 12, None, None)


def _quarter(match: re.Match[str], day: date) -> date:
    return _in_month(_year(match[1], day), 3 * number_of(match[2]), None, None)


def _near_quarter(match: re.Match[str], day: date) -> date:
    last = _months_later(day.replace(day=1), (-day.month) % 3 + 3 * (match[1][0] == "下"))
    return _in_month(last.year, last.month, None, None)


def _week(match: re.Match[str], day: date) -> date:
    weekday = (match[2] or "日").replace("天", "日").replace("末", "日")
    monday = day - timedelta(days=day.weekday()) + timedelta(days=7 * (match[1][0] == "下"))
    return monday + timedelta(days=_WEEKDAYS.index(weekday))


def _weekend(match: re.Match[str], day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _feast(match: re.Match[str], day: date) -> date:
    there = date(day.year, *_FEASTS[match[1]])
    return there if there >= day else there.replace(year=day.year + 1)


def _bare_day(match: re.Match[str], day: date) -> date:
    """28日前: of this month, else of the next."""
    number = number_of(match[1])
    first = _months_later(day.replace(day=1), int(number < day.day))
    return first.replace(day=number)


def _iso(match: re.Match[str], day: date) -> date:
    return date(*map(int, match.groups()))


def _counted(match: re.Match[str], day: date, add_working_days: AddWorkingDays) -> date:
    words, unit = match.groups()
    half = words == "半"
    count = 0 if half else number_of(words)
    if unit == "工作日":
        return add_working_days(day, count)
    if unit in ("自然日", "天", "日", "周", "星期"):
        return day + timedelta(days=count * (7 if unit in ("周", "星期") else 1))
    months = {"月": 1, "季度": 3, "年": 12}[unit]
    if half and unit == "月":
        return day + timedelta(days=15)
    return _months_later(day, 6 if half and unit == "年" else count * months)


def _year(words: str | None, day: date) -> int:
    words = words or "今"
    return day.year + _YEARS[words] if words in _YEARS else int(words)


def _months_later(day: date, months: int) -> date:
    """The same day so many months later, at most the last of its month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_COUNTED = re.compile(
    rf"(?<![\d第一二两三四五六七八九十百])({_N}|半)个?(工作日|自然日|天|日|周|星期|季度|年|(?<=个)月)(?=[之以]?内)"
)
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date]], ...] = (
    (re.compile(r"(?<![\d.-])(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?![\d.-])日?"), _iso),
    (re.compile(rf"{_YEAR}?的?(?<![\d个])({_N})月(?:份?({_N})[日号]|份?({_PART})|份)?"), _of_month),
    (re.compile(rf"(本月|当月|这个月|下个?月|次月)(?:({_N})[日号]|({_PART}))?"), _of_near_month),
    (re.compile(rf"(?<![\d一二三四五六七八九十上下本当个])月[底末]{_LIMIT}"), _end_of_month),
    (re.compile(rf"(?:{_YEAR}年?|(?<![\d一二两三四五六七八九十百半])年)[底末内]"), _end_of_year),
    (re.compile(rf"{_YEAR}?([上下])半年"), _half),
    (re.compile(rf"{_YEAR}?第?([一二三四1-4])季度"), _quarter),
    (re.compile(r"(本|这个|下个?)季度"), _near_quarter),
    (re.compile(r"(本|这个?|下个?)(?:周|星期)([一二三四五六日天末])?"), _week),
    (re.compile(rf"(?<![本这下个])周末{_LIMIT}"), _weekend),
    (re.compile(rf"(元旦|五一|劳动节|国庆|十一)节?{_LIMIT}"), _feast),
    (re.compile(rf"(?<![\d月一二三四五六七八九十本当次])({_N})[日号]{_LIMIT}"), _bare_day),
)

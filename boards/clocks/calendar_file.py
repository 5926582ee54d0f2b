"""Reads the calendar file of a city: CSV with its own days (docs/calendar.md). Pure."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from forum.messages import M, Message
from forum.problems import Invalid

HEADER = ("date", "working", "name")
WORKING = {"work": True, "1": True, "rest": False, "0": False}
COMPLETE = "complete"
NAME_LIMIT = 40
YEARS = range(2000, 2200)

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True)
class NamedDay:
    """A working day or a day of rest from a file, with the number of its line."""

    working: bool
    name: str
    line: int


@dataclass(frozen=True)
class CalendarFile:
    """`days` by date; `years` maps each year whose whole notice this is to its line."""

    days: dict[date, NamedDay]
    years: dict[int, int]


def parse(raw: bytes) -> CalendarFile:
    """The CalendarFile in `raw` (UTF-8 or GB 18030). Raises Invalid with an error for each wrong line."""
    days: dict[date, NamedDay] = {}
    years: dict[int, int] = {}
    errors: dict[str, Message] = {}
    for line, cells in _rows(_decoded(raw)):
        try:
            _take(line, cells, days, years)
        except _Wrong as wrong:
            errors[at_line(line)] = wrong.args[0]
    if errors:
        raise Invalid(errors)
    return CalendarFile(days, years)


def at_line(number: int) -> str:
    """The name of a line among the errors of Invalid."""
    return f"line {number}"


class _Wrong(Exception):
    pass


def _decoded(raw: bytes) -> str:
    # Spreadsheets on Chinese Windows save CSV as GB 18030.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(file=M("文件既不是 UTF-8 编码，也不是 GB 18030 编码。"))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        _refuse_other_header(next(rows, []))
        yield from ((rows.line_num, [cell.strip() for cell in row]) for row in rows if any(row))
    except csv.Error as problem:
        raise Invalid({at_line(rows.line_num): M("不是有效的 CSV：%(problem)s", problem=str(problem))}) from None


def _refuse_other_header(row: list[str]) -> None:
    if tuple(cell.strip() for cell in row) != HEADER:
        raise Invalid({at_line(1): M("第一行应当是 %(header)s", header=",".join(HEADER))})


def _take(line: int, cells: list[str], days: dict[date, NamedDay], years: dict[int, int]) -> None:
    if len(cells) != len(HEADER):
        raise _Wrong(M("应当有 %(n)s 列，这一行有 %(found)s 列", n=len(HEADER), found=len(cells)))
    when, working, name = cells
    if working == COMPLETE:
        _put_year(years, _year(when), line)
    elif working in WORKING:
        day = NamedDay(WORKING[working], _name(name), line)
        _put_day(days, _date(when), day)
    else:
        raise _Wrong(M("“%(found)s”应当是 work、rest 或 complete（也可以写 1、0）", found=working))


def _put_year(years: dict[int, int], year: int, line: int) -> None:
    if year in years:
        raise _repeated(year, years[year])
    years[year] = line


def _put_day(days: dict[date, NamedDay], when: date, day: NamedDay) -> None:
    if when not in days:
        days[when] = day
        return
    before = days[when]
    if before.working != day.working:
        raise _Wrong(M("%(when)s 与第 %(line)s 行矛盾：一行上班，一行休息", when=str(when), line=before.line))
    raise _repeated(when, before.line)


def _repeated(when: date | int, line: int) -> _Wrong:
    return _Wrong(M("%(when)s 与第 %(line)s 行重复", when=str(when), line=line))


def _date(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise _Wrong(M("“%(found)s”应当是年-月-日，如 2027-01-01", found=text))
    try:
        when = date.fromisoformat(text)
    except ValueError:
        raise _Wrong(M("没有 %(found)s 这一天", found=text)) from None
    _refuse_far(when.year)
    return when


def _year(text: str) -> int:
    if not _YEAR.fullmatch(text):
        raise _Wrong(M("“%(found)s”应当是年份，如 2027", found=text))
    _refuse_far(int(text))
    return int(text)


def _refuse_far(year: int) -> None:
    if year not in YEARS:
        raise _Wrong(M("%(year)s 年不在 %(first)s 至 %(last)s 年之内", year=year, first=YEARS[0], last=YEARS[-1]))


def _name(text: str) -> str:
    if len(text) > NAME_LIMIT or not text.isprintable():
        raise _Wrong(M("名称应当是一行文字，不超过 %(limit)s 个字", limit=NAME_LIMIT))
    return text

"""The calendar file of a city: CSV with its own days, line by line. Pure; docs/calendar.md describes the format."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date

from forum.messages import M
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
    """A day that a file says is worked or not, in the file's line `line`."""

    working: bool
    name: str
    line: int


@dataclass(frozen=True)
class CalendarFile:
    """`days` by date; `years` maps each year whose whole notice this is to its line."""

    days: dict
    years: dict


def parse(raw):
    """The CalendarFile in `raw` (bytes, UTF-8 or GB 18030). Raises Invalid, which names every wrong line."""
    days, years, errors = {}, {}, {}
    for line, cells in _rows(_decoded(raw)):
        try:
            _take(line, cells, days, years)
        except _Wrong as wrong:
            errors[at_line(line)] = wrong.args[0]
    if errors:
        raise Invalid(errors)
    return CalendarFile(days, years)


def at_line(number):
    """How an error names its line."""
    return f"line {number}"


class _Wrong(Exception):
    pass


def _decoded(raw):
    # Spreadsheets on Chinese Windows save CSV as GB 18030.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(file=M("文件既不是 UTF-8 编码，也不是 GB 18030 编码。"))


def _rows(text):
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        _refuse_other_header(next(rows, []))
        yield from ((rows.line_num, [cell.strip() for cell in row]) for row in rows if any(row))
    except csv.Error as problem:
        raise Invalid({at_line(rows.line_num): M("不是有效的 CSV：%(problem)s", problem=str(problem))}) from None


def _refuse_other_header(row):
    if tuple(cell.strip() for cell in row) != HEADER:
        raise Invalid({at_line(1): M("第一行应当是 %(header)s", header=",".join(HEADER))})


def _take(line, cells, days, years):
    if len(cells) != len(HEADER):
        raise _Wrong(M("应当有 %(n)s 列，这一行有 %(found)s 列", n=len(HEADER), found=len(cells)))
    when, working, name = cells
    if working == COMPLETE:
        return _put(years, _year(when), line, years.get)
    if working not in WORKING:
        raise _Wrong(M("“%(found)s”应当是 work、rest 或 complete（也可以写 1、0）", found=working))
    day = NamedDay(WORKING[working], _name(name), line)
    _put(days, _date(when), day, lambda same: days[same].line if same in days else None, day.working)
    return None


def _put(kept, key, value, line_of, working=None):
    before = line_of(key)
    if before is None:
        kept[key] = value
    elif working is not None and kept[key].working != working:
        raise _Wrong(M("%(when)s 与第 %(line)s 行矛盾：一行上班，一行休息", when=str(key), line=before))
    else:
        raise _Wrong(M("%(when)s 与第 %(line)s 行重复", when=str(key), line=before))


def _date(text):
    if not _DATE.fullmatch(text):
        raise _Wrong(M("“%(found)s”应当是年-月-日，如 2027-01-01", found=text))
    try:
        when = date.fromisoformat(text)
    except ValueError:
        raise _Wrong(M("没有 %(found)s 这一天", found=text)) from None
    _refuse_far(when.year)
    return when


def _year(text):
    if not _YEAR.fullmatch(text):
        raise _Wrong(M("“%(found)s”应当是年份，如 2027", found=text))
    _refuse_far(int(text))
    return int(text)


def _refuse_far(year):
    if year not in YEARS:
        raise _Wrong(M("%(year)s 年不在 %(first)s 至 %(last)s 年之内", year=year, first=YEARS[0], last=YEARS[-1]))


def _name(text):
    if len(text) > NAME_LIMIT or not text.isprintable():
        raise _Wrong(M("名称应当是一行文字，不超过 %(limit)s 个字", limit=NAME_LIMIT))
    return text

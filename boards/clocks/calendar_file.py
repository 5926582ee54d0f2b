"""Reads the calendar file of a city: a table with its own days (docs/calendar.md). Pure."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from forum.messages import M, Message
from forum.problems import Invalid
from forum.tables.columns import Column
from forum.tables.dates import read_date
from forum.tables.reader import read_table

COLUMNS = (
    Column("date", ("日期", "日子", "年月日", "day"), required=True, date=True),
    Column("working", ("上班", "是否上班", "上班或休息", "安排", "work"), required=True, whole=True),
    Column("name", ("名称", "节日", "说明", "备注", "note")),
)
_WORDS = {
    True: "work 1 true 上班 工作 工作日 补班 调休上班 是",
    False: "rest 0 false 休息 放假 假日 节假日 公休 否",
}
WORKING = {word: working for working, words in _WORDS.items() for word in words.split()}
COMPLETE = frozenset({"complete", "完整", "全年"})
NAME_LIMIT = 40
YEARS = range(2000, 2200)

_YEAR = re.compile(r"(\d{4})年?", re.ASCII)


@dataclass(frozen=True)
class NamedDay:
    """A working day or a day of rest from a file, with the number of its line."""

    working: bool
    name: str
    line: int


@dataclass(frozen=True)
class CalendarFile:
    """`days` by date; `years` maps each year whose whole notice this is to its line; `wrong` says by line what is wrong."""

    days: dict[date, NamedDay] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    wrong: dict[int, Message] = field(default_factory=dict)

    def without(self, lines: set[int]) -> "CalendarFile":
        """The same file without what stands in `lines`."""
        days = {when: day for when, day in self.days.items() if day.line not in lines}
        return CalendarFile(days, {year: line for year, line in self.years.items() if line not in lines}, self.wrong)


def parse(raw: bytes) -> CalendarFile:
    """The CalendarFile in `raw`, a table (forum.tables.reader). Raises Malformed for a file that is none."""
    table = read_table(raw, COLUMNS)
    file = CalendarFile(wrong=table.wrong)
    for row in table.rows:
        try:
            _take(row.line, row.values, file)
        except Invalid as problem:
            file.wrong[row.line] = next(iter(problem.errors.values()))
    return file


def at_line(number: int) -> str:
    """The name of a line among the errors of Invalid."""
    return f"line {number}"


def _wrong(message: Message) -> Invalid:
    return Invalid(line=message)


def _take(line: int, values: dict[str, str], file: CalendarFile) -> None:
    working = unicodedata.normalize("NFKC", values["working"]).casefold()
    if working in COMPLETE:
        _put_year(file.years, _year(values["date"]), line)
    elif working in WORKING:
        day = NamedDay(WORKING[working], _name(values["name"]), line)
        _put_day(file.days, _date(values["date"]), day)
    else:
        raise _wrong(M("“%(found)s”应当是 work、rest 或 complete（也可以写 1、0 或上班、休息、完整）", found=working))


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
        raise _wrong(M("%(when)s 与第 %(line)s 行矛盾：一行上班，一行休息", when=str(when), line=before.line))
    raise _repeated(when, before.line)


def _repeated(when: date | int, line: int) -> Invalid:
    return _wrong(M("%(when)s 与第 %(line)s 行重复", when=str(when), line=line))


def _date(text: str) -> date:
    when = read_date(text)
    _refuse_far(when.year)
    return when


def _year(text: str) -> int:
    match = _YEAR.fullmatch(unicodedata.normalize("NFKC", text))
    if not match:
        raise _wrong(M("“%(found)s”应当是年份，如 2027", found=text))
    _refuse_far(int(match[1]))
    return int(match[1])


def _refuse_far(year: int) -> None:
    if year not in YEARS:
        raise _wrong(M("%(year)s 年不在 %(first)s 至 %(last)s 年之内", year=year, first=YEARS[0], last=YEARS[-1]))


def _name(text: str) -> str:
    if len(text) > NAME_LIMIT or not text.isprintable():
        raise _wrong(M("名称应当是一行文字，不超过 %(limit)s 个字", limit=NAME_LIMIT))
    return text

"""A city's departments from a CSV file, each with its board; the format is described in docs/importing.md."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from boards.actions.city.structure import get_or_create_board, get_or_create_category, get_or_create_department
from boards.imports.questions import Report
from boards.models.threads import Board, Category, Department
from boards.queries.lists.departments import LEVEL_LABELS
from boards.rules.status import Section
from forum.commands.progress import progress
from forum.messages import M
from forum.problems import Conflict, Invalid, Malformed, Problem
from forum.store import db
from forum.text.checks import check_text, check_title

REQUIRED = ("slug", "name", "short", "level")
OPTIONAL = ("parent", "category", "duty")
CATEGORY = "部门在线"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = {"slug": 40, "name": 80, "short": 40, "category": 80, "duty": 2000}


def import_departments(file: BinaryIO, *, now: datetime, tell: Callable[[int, Problem], None]) -> Report:
    """Create the departments of a binary CSV file, and a board for each; returns the Report.

    One that exists is left as it is. A parent may be in any line of the file, or in the database.
    `tell(number, problem)` is called for each broken line. Raises Malformed for any other kind of file.
    """
    report, checked = Report(), dict[str, tuple[int, dict[str, str]]]()
    for number, row in _rows(file):
        with _telling(number, report, tell):
            department = _checked(row)
            _refuse_twice(department["slug"], checked)
            checked[department["slug"]] = number, department
    for number, department in progress(list(_parents_first(checked)), "departments"):
        with _telling(number, report, tell), db.write():
            _open(department, now, report)
    return report


class _telling:
    """Count and report a Problem of one line, and suppress it, so that the next line is read."""

    def __init__(self, number, report, tell):
        self.number, self.report, self.tell = number, report, tell

    def __enter__(self):
        return self

    def __exit__(self, kind, problem, traceback):
        if not isinstance(problem, Problem):
            return False
        self.report.broken += 1
        self.tell(self.number, problem)
        return True


def _rows(file):
    """(line number, row) of the file; Malformed when it is not UTF-8, not CSV, or lacks columns."""
    try:
        reader = csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"), newline=""), strict=True)
        _refuse_columns(reader.fieldnames or ())
        return [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError:
        raise Malformed(M("文件不是 UTF-8 编码；在电子表格里请另存为“CSV UTF-8”。")) from None
    except csv.Error as error:
        raise Malformed(
            M("第 %(number)s 行不是有效的 CSV：%(error)s", number=reader.line_num, error=str(error))
        ) from None


def _refuse_columns(columns):
    missing = [column for column in REQUIRED if column not in columns]
    unknown = [column for column in columns if column not in REQUIRED + OPTIONAL]
    if missing:
        raise Malformed(M("缺少列：%(columns)s", columns=", ".join(missing)))
    if unknown:
        raise Malformed(M("不认识的列：%(columns)s", columns=", ".join(unknown)))


def _checked(row):
    """The row with normalized values; raises Invalid with every wrong field."""
    if None in row or None in row.values():
        raise Malformed(M("这一行的列数和标题行不一样。"))
    errors, found = {}, {"category": CATEGORY, "parent": "", "duty": ""}
    for field, raw in row.items():
        try:
            if raw.strip() or field in REQUIRED:
                found[field] = CHECKS.get(field, _one_line)(raw, field)
        except Invalid as problem:
            errors |= problem.errors
    if errors:
        raise Invalid(errors)
    return found


def _one_line(raw, field):
    return check_text(field, check_title(raw, field), LONGEST[field])


def _slug(raw, field):
    if not SLUG.fullmatch(raw.strip()) or len(raw.strip()) > LONGEST["slug"]:
        raise Invalid({field: M("只能用小写字母、数字和中间的连字符，最多 %(limit)s 个。", limit=LONGEST["slug"])})
    return raw.strip()


def _level(raw, field):
    if raw.strip() not in LEVEL_LABELS:
        raise Invalid({field: M("应当是 %(levels)s 之一。", levels=" / ".join(LEVEL_LABELS))})
    return raw.strip()


def _duty(raw, field):
    return check_text(field, raw, LONGEST[field])


CHECKS = {"slug": _slug, "parent": _slug, "level": _level, "duty": _duty}


def _refuse_twice(slug, checked):
    if slug in checked:
        raise Conflict(M("%(slug)s 在第 %(number)s 行已经有了。", slug=slug, number=checked[slug][0]))


def _parents_first(checked):
    """Every (number, department), each after its parent; departments in a circle of parents come last."""
    done, waiting = set(), dict(checked)
    while ready := [
        slug for slug, (_, each) in waiting.items() if each["parent"] in done or each["parent"] not in checked
    ]:
        done.update(ready)
        yield from (waiting.pop(slug) for slug in ready)
    yield from waiting.values()


def _open(row, now, report):
    if Department.select().where(Department.slug == row["slug"]).exists():
        report.present += 1
        return
    parent, category = _parent(row["parent"]), _category(row["category"])
    _refuse_taken_board(row["slug"])
    position = Department.select().count()
    department = get_or_create_department(
        row["slug"],
        row["name"],
        row["short"],
        row["level"],
        duty=row["duty"],
        parent=parent,
        position=position,
        now=now,
    )
    get_or_create_board(
        row["slug"], row["short"], category, department=department, description=row["duty"], position=position, now=now
    )
    report.imported += 1


def _parent(slug):
    found = Department.get_or_none(Department.slug == slug) if slug else None
    if slug and found is None:
        raise Invalid(parent=M("没有部门 %(slug)s，或者上级部门互相绕成了一圈。", slug=slug))
    return found


def _category(name):
    category = get_or_create_category(name, Section.DEPARTMENT, Category.select().count())
    if category.section != Section.DEPARTMENT:
        raise Invalid(category=M("这个分类不属于“部门在线”。"))
    return category


def _refuse_taken_board(slug):
    if Board.select().where(Board.slug == slug).exists():
        raise Conflict(M("版块 %(slug)s 已经有了，而且不属于这个部门。", slug=slug))

"""A city's departments from a table, each with its board; the format is described in docs/importing.md."""

from collections.abc import Collection
from datetime import datetime

from boards.actions.city.structure import get_or_create_board, get_or_create_category, get_or_create_department
from boards.models.threads import Board, Category, Department
from boards.queries.lists.departments import LEVEL_LABELS
from boards.rules.status import Section
from forum.commands.progress import progress
from forum.messages import M
from forum.problems import Conflict, Invalid, Problem
from forum.store import db
from forum.tables.columns import Column
from forum.tables.reader import read_table
from forum.tables.report import Report
from forum.text.checks import check_text, check_title
from forum.text.name_keys import name_key
from forum.text.slugs import check_slug

COLUMNS = (
    Column("slug", ("标识", "代码", "网址标识", "编码", "id"), required=True, whole=True),
    Column("name", ("名称", "全称", "部门", "部门名称", "单位", "单位名称", "full name"), required=True),
    Column("short", ("简称", "短名", "short name"), required=True),
    Column("level", ("级别", "层级"), required=True),
    Column("parent", ("上级", "上级部门", "上级标识"), whole=True),
    Column("category", ("分类", "版块分类")),
    Column("duty", ("职责", "职能", "主要职责")),
)
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
CATEGORY = "部门在线"
LONGEST = {"slug": 40, "name": 80, "short": 40, "category": 80, "duty": 2000}
LEVELS = {
    "市级": "municipal",
    "县级": "county",
    "区级": "county",
    "乡镇": "township",
    "街道": "township",
    "社区": "community",
}
COMPARED = ("name", "short", "level", "duty", "parent")  # with what a department of the same slug has


class _NothingWritten(Exception):
    """Takes back the transaction when rows are wrong and the others were not asked for."""


def import_departments(raw: bytes, *, now: datetime, skip_wrong: bool = False, new: Collection[str] = ()) -> Report:
    """Create the departments of a table's bytes, and a board for each; returns the Report.

    Nothing is written while rows are wrong, unless they are to be skipped. One that exists is left as it is, and the Report
    notes what differs. A parent may be in any row, or in the database. A department named like another, or so that the two
    look alike, is wrong unless its slug is among `new`. Raises Malformed for a file that is no such table.
    """
    table, report = read_table(raw, COLUMNS), Report()
    report.wrong.update({line: Invalid(row=message) for line, message in table.wrong.items()})
    checked = _checked_rows(table.rows, report)
    try:
        with db.write():
            names = _Names(new)
            for line, department in progress(list(_parents_first(checked)), "departments"):
                _put(line, department, names, now, report)
            if report.wrong and not skip_wrong:
                raise _NothingWritten
    except _NothingWritten:
        report.right, report.imported = report.imported, 0
    return report


def _checked_rows(rows, report):
    """The checked rows by slug, each with its line."""
    checked = dict[str, tuple[int, dict[str, str]]]()
    for row in rows:
        try:
            department = _checked(row.values)
            _refuse_twice(department, checked)
            checked[department["slug"]] = row.line, department
        except Problem as problem:
            report.wrong[row.line] = problem
    return checked


def _put(line, department, names, now, report):
    try:
        with db.write():
            _open(line, department, names, now, report)
    except Problem as problem:
        report.wrong[line] = problem


def _checked(values):
    """The row with normalized values; raises Invalid with every wrong field."""
    errors, found = {}, {"category": CATEGORY, "parent": "", "duty": ""}
    for field, raw in values.items():
        try:
            if raw or field in REQUIRED:
                found[field] = CHECKS.get(field, _one_line)(raw, field)
        except Invalid as problem:
            errors |= problem.errors
    if errors:
        raise Invalid(errors)
    return found


def _one_line(raw, field):
    return check_text(field, check_title(raw, field), LONGEST[field])


def _level(raw, field):
    level = LEVELS.get(raw, raw.casefold())
    if level not in LEVEL_LABELS:
        raise Invalid({field: M("应当是 %(levels)s 之一。", levels=" / ".join([*LEVEL_LABELS, *LEVELS]))})
    return level


def _duty(raw, field):
    return check_text(field, raw, LONGEST[field])


CHECKS = {"slug": check_slug, "parent": check_slug, "level": _level, "duty": _duty}


def _refuse_twice(department, checked):
    """Raise Conflict for a slug that an earlier row has; the message says what of the two differs."""
    slug = department["slug"]
    if slug not in checked:
        return
    line, earlier = checked[slug]
    different = [field for field in department if department[field] != earlier[field]]
    if different:
        said = {"slug": slug, "number": line, "fields": "、".join(different)}
        raise Conflict(M("%(slug)s 与第 %(number)s 行矛盾，不一样的是：%(fields)s。", **said))
    raise Conflict(M("%(slug)s 在第 %(number)s 行已经有了。", slug=slug, number=line))


class _Names:
    """The names of all departments, by which a new one is recognised that is named like another."""

    def __init__(self, new):
        self._new, self._known = frozenset(new), {}
        for slug, name, short in Department.select(Department.slug, Department.name, Department.short).tuples():
            self.add(slug, name, short)

    def add(self, slug, name, short):
        for each in (name, short):
            self._known.setdefault(name_key(each), (slug, each))

    def refuse_alike(self, row):
        """Raise Conflict when another department has the name or the short name, or one that looks like it."""
        for field in ("name", "short"):
            slug, known = self._known.get(name_key(row[field]), (row["slug"], ""))
            if slug != row["slug"] and row["slug"] not in self._new:
                raise Conflict(
                    M(
                        "“%(name)s”和已有的 %(slug)s“%(known)s”一样或者看起来一样。是同一个部门，请用它的 slug；"
                        "确实是另一个部门，请加上 --new %(own)s。",
                        name=row[field],
                        slug=slug,
                        known=known,
                        own=row["slug"],
                    )
                )


def _parents_first(checked):
    """Every (number, department), each after its parent; departments in a circle of parents come last."""
    done, waiting = set(), dict(checked)
    while ready := [
        slug for slug, (_, each) in waiting.items() if each["parent"] in done or each["parent"] not in checked
    ]:
        done.update(ready)
        yield from (waiting.pop(slug) for slug in ready)
    yield from waiting.values()


def _open(line, row, names, now, report):
    found = Department.get_or_none(Department.slug == row["slug"])
    if found:
        report.present += 1
        _note_differences(line, row, found, report)
        return
    names.refuse_alike(row)
    parent, category = _parent(row["parent"]), _category(row["category"], now)
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
    names.add(row["slug"], row["name"], row["short"])
    report.imported += 1


def _note_differences(line, row, found, report):
    """Note what the row says otherwise than the department of its slug, which stays as it is."""
    now = {field: getattr(found, field) for field in COMPARED[:-1]} | {
        "parent": found.parent.slug if found.parent else ""
    }
    different = [field for field in COMPARED if row[field] and row[field] != now[field]]
    if different:
        told = "；".join(f"{field}：{now[field] or '–'} → {row[field]}" for field in different)
        report.notes[line] = M(
            "%(slug)s 已经有了，没有改动。不一样的是：%(told)s。改名用 wenqu department rename %(slug)s",
            slug=row["slug"],
            told=told,
        )


def _parent(slug):
    found = Department.get_or_none(Department.slug == slug) if slug else None
    if slug and found is None:
        raise Invalid(parent=M("没有部门 %(slug)s，或者上级部门互相绕成了一圈。", slug=slug))
    return found


def _category(name, now):
    category = get_or_create_category(name, Section.DEPARTMENT, Category.select().count(), now=now)
    if category.section != Section.DEPARTMENT:
        raise Invalid(category=M("这个分类不属于“部门在线”。"))
    return category


def _refuse_taken_board(slug):
    if Board.select().where(Board.slug == slug).exists():
        raise Conflict(M("版块 %(slug)s 已经有了，而且不属于这个部门。", slug=slug))

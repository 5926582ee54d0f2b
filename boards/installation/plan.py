"""What `wenqu setup` is told of a city: its people and boards, and the answers that become settings. Pure.

docs/setting-up.md describes the file; `samples/setup.toml` is one to begin with.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from boards.rules.status import Section
from forum.messages import M, Message
from forum.problems import Invalid
from forum.roles import Role
from forum.text.checks import check_text, check_title
from forum.text.names import check_official_name, check_username
from forum.text.slugs import check_slug

SETTINGS = {
    "url": "WENQU_URL",
    "policy": "WENQU_POLICY",
    "timezone": "WENQU_TIMEZONE",
    "screening": "WENQU_SCREENING",
    "trusted_proxies": "WENQU_TRUSTED_PROXIES",
}
PEOPLE = {role.value: role for role in (Role.MODERATOR, Role.OPERATOR, Role.SUPERVISOR, Role.SPOKESPERSON)}
BOARD_KEYS = ("slug", "name", "section", "category", "description")
LONGEST_NAME, LONGEST_DESCRIPTION = 80, 2000  # characters, as their columns have them


@dataclass(frozen=True)
class Person:
    """Who gets an account, shown by `name`; `department` is the slug of a spokesperson's department, empty for other roles."""

    username: str
    name: str
    role: Role
    department: str = ""


@dataclass(frozen=True)
class NewBoard:
    """A board outside the departments, in the category of that name."""

    slug: str
    name: str
    section: Section
    category: str
    description: str = ""


@dataclass(frozen=True)
class Plan:
    """A city as it is to begin: `site` becomes the file of WENQU_SITE, `settings` {variable: value} the settings beside it.

    `departments` is the path of a table as `wenqu department import` takes it; empty for none. The first of `people` is the administrator.
    """

    site: Mapping[str, Any]
    settings: Mapping[str, str]
    people: Sequence[Person]
    boards: Sequence[NewBoard]
    departments: str = ""


# Boards that every city needs beside its departments' own: citizens talk, reporters follow up, the site says what it has to say.
BOARDS = (
    NewBoard("chengshi", "城事漫谈", Section.DISCUSSION, "互动交流", "说说这座城市的大事小情，自由讨论，不设办理时限。"),
    NewBoard("jianyan", "建言献策", Section.DISCUSSION, "互动交流", "为城市的规划、建设和管理出主意。"),
    NewBoard("jizhe", "记者追踪", Section.PRESS, "记者追踪", "记者对网友关心的问题实地探访，跟进办理结果。"),
    NewBoard("gonggao", "平台公告", Section.ANNOUNCEMENT, "公告", "平台规则、系统维护和办理情况通报。"),
)  # fmt: skip


def read_plan(text: str) -> Plan:
    """The Plan of a TOML file's text; raises Invalid with every field that is wrong, each named as it stands in the file."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid(setup=M("不是 TOML：%(why)s", why=str(error))) from None
    read = _Reader(table)
    plan = Plan(
        site=read.mapping("site"),
        settings={variable: read.text(key) for key, variable in SETTINGS.items() if key in table},
        people=[
            *read.each("administrator", _administrator, one=True),
            *(made for key, role in PEOPLE.items() for made in read.each(key, partial(_person, role=role))),
        ],
        boards=read.each("board", _board) if "board" in table else BOARDS,
        departments=read.text("departments", ""),
    )
    read.conclude(plan)
    return plan


@dataclass
class _Reader:
    """Takes the keys of a table one by one, and collects what is wrong."""

    table: dict[str, Any]
    errors: dict[str, Message] = field(default_factory=dict)

    def text(self, key: str, default: str | None = None) -> str:
        """The text of a key; a number or a truth value as the environment would have it."""
        value = self.table.pop(key, default)
        if isinstance(value, bool):
            return "on" if value else "off"
        if isinstance(value, str | int):
            return str(value)
        self.errors[key] = M("应当是一段文字。")
        return ""

    def mapping(self, key: str) -> Mapping[str, Any]:
        value = self.table.pop(key, {})
        if not isinstance(value, dict):
            self.errors[key] = M("应当是一个表，例如 [%(key)s]。", key=key)
            return {}
        return value

    def each(self, key: str, made: Callable[[Mapping[str, str]], Any], *, one: bool = False) -> list[Any]:
        """What `made` makes of each table of a key; `one` for a single table, which must be there."""
        rows = self.table.pop(key, None)
        rows = [rows] if one and rows is not None else rows or []
        if one and not rows or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.errors[key] = (
                M("应当有一个表 [%(key)s]。", key=key) if one else M("应当是若干个表 [[%(key)s]]。", key=key)
            )
            return []
        return [found for number, row in enumerate(rows, 1) if (found := self._made(key, number, row, made, one))]

    def _made(self, key, number, row, made, one):
        try:
            return made({name: _as_text(value) for name, value in row.items()})
        except Invalid as problem:
            place = key if one else f"{key} {number}"
            self.errors |= {f"{place}, {name}": message for name, message in problem.errors.items()}
            return None

    def conclude(self, plan: Plan) -> None:
        """Raise Invalid for keys that are not known, names given twice, and whatever was wrong before."""
        self.errors |= {key: M("没有这一项。") for key in self.table}
        for key, given in (
            ("username", [person.username for person in plan.people]),
            ("board", [board.slug for board in plan.boards]),
        ):
            self.errors |= {f"{key} {name}": M("写了两次。") for name in given if given.count(name) > 1}
        if self.errors:
            raise Invalid(self.errors)


def _as_text(value):
    return value if isinstance(value, str) else str(value)


def _administrator(row: Mapping[str, str]) -> Person:
    return _person(row, Role.ADMINISTRATOR)


def _person(row: Mapping[str, str], role: Role) -> Person:
    """Raises Invalid."""
    bound = role is Role.SPOKESPERSON
    _refuse_others(row, ("username", "display_name", *(["department"] if bound else [])))
    return Person(
        username=check_username(row.get("username")),
        name=check_official_name(row.get("display_name")),
        role=role,
        department=check_slug(row.get("department", ""), "department") if bound else "",
    )


def _board(row: Mapping[str, str]) -> NewBoard:
    """Raises Invalid."""
    _refuse_others(row, BOARD_KEYS)
    section = row.get("section", "")
    if section not in set(Section) - {Section.DEPARTMENT}:
        raise Invalid(section=M("应当是 discussion、press 或 announcement；部门的版块随部门导入。"))
    return NewBoard(
        slug=check_slug(row.get("slug", "")),
        name=check_text("name", check_title(row.get("name"), "name"), LONGEST_NAME),
        section=Section(section),
        category=check_text("category", check_title(row.get("category"), "category"), LONGEST_NAME),
        description=check_text("description", row["description"], LONGEST_DESCRIPTION)
        if row.get("description")
        else "",
    )


def _refuse_others(row: Mapping[str, str], known: Sequence[str]) -> None:
    """Raises Invalid for a key that is not one of `known`."""
    if other := {name: M("没有这一项。") for name in row if name not in known}:
        raise Invalid(other)

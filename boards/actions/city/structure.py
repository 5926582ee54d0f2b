"""Creates departments, categories and boards."""

from datetime import datetime

from boards.models.threads import Board, Category, Department
from boards.rules.status import Section
from forum.roles import SYSTEM, Actor
from forum.store import db, log
from forum.store.log import Deed
from forum.text.checks import check_text, check_title

UNROUTED, UNROUTED_SLUG = "平台分派", "unrouted"


def get_or_create_department(
    slug: str,
    name: str,
    short: str,
    level: str,
    *,
    now: datetime,
    duty: str = "",
    parent: Department | None = None,
    position: int = 0,
    actor: Actor = SYSTEM,
) -> Department:
    """The department with this slug, created when missing."""
    found = Department.get_or_none(Department.slug == slug)
    if found:
        return found
    with db.write():
        department = Department.create(
            slug=slug, name=name, short=short, level=level, duty=duty, parent=parent, position=position
        )
        log.record(Deed.DEPARTMENT_CREATE, ("department", department.id), actor=actor, now=now, slug=slug, name=name)
    return department


def get_or_create_category(
    name: str, section: str, position: int = 0, *, now: datetime, actor: Actor = SYSTEM
) -> Category:
    """The category of this name, created when missing."""
    found = Category.get_or_none(Category.name == name)
    if found:
        return found
    with db.write():
        category = Category.create(name=name, section=Section(section).value, position=position)
        log.record(Deed.CATEGORY_CREATE, ("category", category.id), actor=actor, now=now, name=name)
    return category


def get_or_create_board(
    slug: str,
    name: str,
    category: Category,
    *,
    now: datetime,
    department: Department | None = None,
    description: str = "",
    position: int = 0,
    actor: Actor = SYSTEM,
) -> Board:
    """The board with this slug, created when missing; its section is its category's."""
    found = Board.get_or_none(Board.slug == slug)
    if found:
        return found
    with db.write():
        board = Board.create(
            slug=slug,
            name=name,
            description=description,
            section=category.section,
            category=category,
            department=department,
            position=position,
        )
        log.record(Deed.BOARD_CREATE, ("board", board.id), actor=actor, now=now, slug=slug, name=name)
    return board


def unrouted_board(now: datetime) -> Board:
    """The board of questions that name no department, which moderators route (分派); opened with the first such question."""
    with db.write():
        category = get_or_create_category(UNROUTED, Section.DEPARTMENT, Category.select().count(), now=now)
        said = "不知道该问谁的问题先到这里，由平台管理员分派给管这事的部门；分派以后在那个部门的版块里。"
        return get_or_create_board(UNROUTED_SLUG, UNROUTED, category, description=said, now=now)


def rename_department(
    department: Department, *, now: datetime, name: str | None = None, short: str | None = None, actor: Actor = SYSTEM
) -> bool:
    """Give a department another name or short name, and its board too where that bore the old short name.

    What was written before keeps the name that it was signed with. Returns whether anything changed; raises Invalid.
    """
    wanted = {"name": _name(name, "name", 80), "short": _name(short, "short", 40)}
    changed = {field: text for field, text in wanted.items() if text and text != getattr(department, field)}
    if not changed:
        return False
    with db.write():
        before = {f"was_{field}": getattr(department, field) for field in changed}
        Department.update(**changed).where(Department.id == department.id).execute()
        boards = _rename_boards(department, changed.get("short"))
        log.record(
            Deed.DEPARTMENT_RENAME,
            ("department", department.id),
            actor=actor,
            now=now,
            slug=department.slug,
            boards=boards,
            **changed,
            **before,
        )
    return True


def _rename_boards(department, short):
    """Rename the department's boards that have its old short name; returns their slugs."""
    same = Board.select().where(Board.department == department.id, Board.name == department.short) if short else ()
    slugs = [board.slug for board in same]
    if slugs:
        Board.update(name=short).where(Board.slug.in_(slugs)).execute()
    return slugs


def _name(raw, field, limit):
    return None if raw is None else check_text(field, check_title(raw, field), limit)

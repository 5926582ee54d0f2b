"""Makes a city as a Plan says: departments, boards, accounts with their roles. What is there already is left as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from boards.actions.city.structure import get_or_create_board, get_or_create_category
from boards.imports.departments import import_departments
from boards.installation.plan import NewBoard, Person, Plan
from boards.models.threads import Board, Category
from boards.queries.lists.departments import get_department
from forum.accounts import actions as accounts, administration
from forum.accounts.models import Account
from forum.accounts.queries import account_named
from forum.messages import M
from forum.problems import Conflict
from forum.roles import SYSTEM
from forum.store import db
from forum.tables.report import Report


class DepartmentsRefused(Exception):
    """Rows of the departments' table are wrong, so nothing was written; `report` says which."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(report)


@dataclass(frozen=True)
class Made:
    """What was made: the departments' report, the slugs of new boards, and {username: code} with which each person chooses a password."""

    departments: Report | None
    boards: Sequence[str]
    codes: Mapping[str, str]
    administrator: Account


def make_city(plan: Plan, departments: bytes | None, password_hash: str, *, now: datetime) -> Made:
    """Everything or nothing of a Plan; `departments` are the bytes of its table, `password_hash` is the administrator's.

    Raises DepartmentsRefused, NotFound for a spokesperson's department, Invalid for a display name that another account has, and Conflict
    for a board whose category stands in another section.
    """
    with db.write():
        report = _departments(departments, now)
        boards = [board.slug for board in plan.boards if _opened(board, now)]
        administrator, *others = plan.people
        account = account_named(administrator.username) or accounts.open_account(
            administrator.username, administrator.name, password_hash, now=now
        )
        accounts.grant(account, administrator.role, now=now)
        codes = {person.username: code for person in others if (code := _invited(person, now))}
    return Made(report, boards, codes, account)


def _departments(raw: bytes | None, now: datetime) -> Report | None:
    if raw is None:
        return None
    report = import_departments(raw, now=now)
    if report.wrong:
        raise DepartmentsRefused(report)
    return report


def _opened(board: NewBoard, now: datetime) -> bool:
    """Open a board unless it is there; returns whether it was not."""
    if Board.select().where(Board.slug == board.slug).exists():
        return False
    category = get_or_create_category(board.category, board.section, Category.select().count(), now=now)
    if category.section != board.section:
        raise Conflict(M("分类%(name)s在另一个栏目里，请给版块换一个分类。", name=board.category))
    get_or_create_board(board.slug, board.name, category, description=board.description, now=now)
    return True


def _invited(person: Person, now: datetime) -> str | None:
    """The code with which a new account's owner chooses a password within a day (docs/accounts.md); None for one that was there."""
    account, department = account_named(person.username), None
    if person.department:
        department = get_department(person.department).id
    if account:
        accounts.grant(account, person.role, department, now=now)
        return None
    account = accounts.open_account(person.username, person.name, None, now=now)
    accounts.grant(account, person.role, department, now=now)
    return administration.reset_password(account, actor=SYSTEM, now=now, reason="开通账号")

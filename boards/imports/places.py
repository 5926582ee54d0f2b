"""Boards for imported questions, each with its department and a spokesperson, created when missing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from boards.actions.city.structure import get_or_create_board, get_or_create_category, get_or_create_department
from boards.imports.people import get_or_create_imported
from boards.models.threads import Board, Category, Department
from boards.rules.status import Section
from forum.accounts import actions as accounts
from forum.accounts.queries import actor_of_account
from forum.roles import Actor, Role

CATEGORY = "历史问政"
LEVEL = "municipal"


@dataclass(frozen=True)
class Place:
    """A department's board, and the spokesperson who gives its imported answers."""

    board: Board
    spokesperson: Actor


class Places:
    """The Places of one import by name; what is missing is created as of `began`, before the first question."""

    def __init__(self, began: datetime, now: datetime) -> None:
        self.began = began
        self._now = now
        self._known: dict[str, Place] = {}

    def place(self, name: str) -> Place:
        """The Place whose board or department has this name. Call it inside `db.write()`."""
        if name not in self._known:
            board = _board_named(name) or self._open(name)
            # Imported questions were public already, so they are not screened.
            board.screening = False
            self._known[name] = Place(board, self._spokesperson(board.department))
        return self._known[name]

    def _open(self, name):
        slug = f"import-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        category = get_or_create_category(CATEGORY, Section.DEPARTMENT, Category.select().count())
        position = Board.select().count()
        department = get_or_create_department(slug, name, name, LEVEL, now=self.began, position=position)
        return get_or_create_board(slug, name, category, department=department, now=self.began, position=position)

    def _spokesperson(self, department):
        account = get_or_create_imported(f"spokesperson {department.slug}", _titles(department), self.began)
        accounts.grant(account, Role.SPOKESPERSON, department.id, now=self.began)
        return actor_of_account(account, self._now)


def _board_named(name):
    named = (Board.name == name) | (Department.name == name) | (Department.short == name)
    boards = Board.select(Board, Department).join(Department)
    return boards.where(named, Board.section == Section.DEPARTMENT.value).order_by(Board.id).first()


def _titles(department):
    return [
        f"{department.short[:14]}网络发言人",
        f"{department.short[:10]}历史答复发言人",
        f"历史答复发言人{department.id}",
    ]

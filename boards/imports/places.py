"""Boards for imported questions, each with its department and a spokesperson, created when missing."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from boards.actions.city.structure import get_or_create_board, get_or_create_category, get_or_create_department
from boards.imports.board_names import BoardChoices, alike_in_file, like_known, plain, question_about
from boards.imports.people import get_or_create_imported
from boards.models.threads import Board, Category, Department
from boards.rules.status import Section
from forum.accounts import actions as accounts
from forum.accounts.queries import actor_of_account
from forum.messages import M, Message
from forum.problems import Malformed
from forum.roles import Actor, Role

CATEGORY = "历史问政"
LEVEL = "municipal"


@dataclass(frozen=True)
class Place:
    """A department's board, and the spokesperson who gives its imported answers."""

    board: Board
    spokesperson: Actor


class Places:
    """The Places of one import by name; what is missing is created as of `began`, before the first question.

    Raises Malformed when the operator's choices name a board that is not there.
    """

    def __init__(self, began: datetime, now: datetime, choices: BoardChoices) -> None:
        self.began = began
        self._now = now
        self._choices = choices
        self._named = _boards_by_name()
        self._known: dict[str, Place] = {}
        for board in choices.answers.values():
            if plain(board) not in self._named:
                raise Malformed(M("没有叫“%(name)s”的部门或版块。", name=board))

    def questions(self, counts: Mapping[str, int]) -> dict[str, Message]:
        """For each name that is like a known one or a commoner one of the file, the question that the operator must answer.

        `counts` are the names of the file with the number of their lines.
        """
        unknown = {name: n for name, n in counts.items() if self._board(name) is None and name not in self._choices.new}
        likes = {name: [other] for name, other in alike_in_file(unknown).items()}
        likes |= {name: found for name in unknown if (found := like_known(name, self._named.values()))}
        return {name: question_about(name, found) for name, found in likes.items()}

    def place(self, name: str) -> Place:
        """The Place whose board or department has this name. Call it inside `db.write()`."""
        if name not in self._known:
            board = self._board(name) or self._open(name)
            # Imported questions were public already, so they are not screened.
            board.screening = False
            self._known[name] = Place(board, self._spokesperson(board.department))
        return self._known[name]

    def _board(self, name):
        wanted = self._choices.answers.get(name, name)
        return _board_named(self._named.get(plain(wanted), wanted))

    def _open(self, name):
        slug = f"import-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        category = get_or_create_category(CATEGORY, Section.DEPARTMENT, Category.select().count(), now=self.began)
        position = Board.select().count()
        department = get_or_create_department(slug, name, name, LEVEL, now=self.began, position=position)
        return get_or_create_board(slug, name, category, department=department, now=self.began, position=position)

    def _spokesperson(self, department):
        account = get_or_create_imported(f"spokesperson {department.slug}", _titles(department), self.began)
        accounts.grant(account, Role.SPOKESPERSON, department.id, now=self.began)
        return actor_of_account(account, self._now)


def _boards_by_name():
    """The names of departments and their boards, by what they are without blanks and widths."""
    rows = _department_boards().select(Board.name, Department.name, Department.short).tuples()
    return {plain(name): name for row in rows for name in row}


def _board_named(name):
    named = (Board.name == name) | (Department.name == name) | (Department.short == name)
    return _department_boards().where(named).order_by(Board.id).first()


def _department_boards():
    return Board.select(Board, Department).join(Department).where(Board.section == Section.DEPARTMENT.value)


def _titles(department):
    return [
        f"{department.short[:14]}网络发言人",
        f"{department.short[:10]}历史答复发言人",
        f"历史答复发言人{department.id}",
    ]

"""Boards for the forums of an old forum: departments' where the names say so, else boards of open discussion."""

from collections.abc import Iterable
from datetime import datetime

import peewee

from boards.actions.city.structure import get_or_create_board, get_or_create_category
from boards.imports.board_names import BoardChoices, like_known, plain, question_about
from boards.imports.old_forum import came_of
from boards.imports.old_forum.records import Forum
from boards.models.threads import Board, Category, Department
from boards.rules.status import Section
from forum.messages import M, Message
from forum.problems import Malformed

CATEGORY = "原论坛"


class Places:
    """The boards of one old forum, called `source`, by its forums. Raises Malformed when a choice names no board."""

    def __init__(self, source: str, began: datetime, choices: BoardChoices) -> None:
        self._source, self._began, self._choices = source, began, choices
        self._named = _boards_by_name()
        self._known: dict[int, Board] = {}
        for name in choices.answers.values():
            if plain(name) not in self._named:
                raise Malformed(M("没有叫“%(name)s”的部门或版块。", name=name))

    def questions(self, forums: Iterable[Forum]) -> dict[str, Message]:
        """What must be answered first: for each forum whose name is like a department's, whether it is that."""
        unknown = [each.name for each in forums if self._existing(each) is None and each.name not in self._choices.new]
        offices = [name for name, board in self._named.items() if board.department_id]
        return {name: question_about(name, likes) for name in unknown if (likes := like_known(name, offices))}

    def place(self, forum: Forum) -> Board:
        """The board of a forum, opened when missing. Call it inside `db.write()`."""
        if forum.id not in self._known:
            self._known[forum.id] = self._board(forum)
        return self._known[forum.id]

    def _board(self, forum: Forum) -> Board:
        if known := came_of.came_of(self._source, came_of.FORUM, forum.id):
            board: Board = Board.get_by_id(known)
        else:
            board = self._existing(forum) or self._open(forum)
            came_of.note(self._source, came_of.FORUM, [(forum.id, board.id)])
        board.screening = False  # what is imported was public already
        return board

    def _existing(self, forum: Forum) -> Board | None:
        return self._named.get(plain(self._choices.answers.get(forum.name, forum.name)))

    def _open(self, forum: Forum) -> Board:
        position = Board.select().count()
        name = forum.name.strip()[:40] or f"{CATEGORY} {forum.id}"
        return get_or_create_board(
            f"{self._source}-{forum.id}",
            name,
            self._category(forum.category.strip()[:40] or CATEGORY),
            description=forum.description[:2000],
            now=self._began,
            position=position,
        )

    def _category(self, name: str) -> Category:
        other = Category.get_or_none(Category.name == name)
        name = name if other is None or other.section == Section.DISCUSSION else f"{name}（{CATEGORY}）"
        return get_or_create_category(name, Section.DISCUSSION, Category.select().count(), now=self._began)


def _boards_by_name() -> dict[str, Board]:
    """The boards in which citizens may write, by their names and those of their departments, without blanks and widths."""
    found: dict[str, Board] = {}
    for board in Board.select(Board, Department).join(Department, peewee.JOIN.LEFT_OUTER).order_by(Board.id):
        if board.section in (Section.DEPARTMENT, Section.DISCUSSION):
            names = [board.name, *((board.department.name, board.department.short) if board.department_id else ())]
            for name in names:
                found.setdefault(plain(name), board)
    return found

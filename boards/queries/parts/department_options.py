"""The departments, or their boards, from which one is chosen, in the order of the front page; one statement each."""

import peewee

from boards.models.threads import Board, Category, Department
from boards.rules.text.department_names import DepartmentOption


def department_options(without: int | None = None) -> tuple[DepartmentOption, ...]:
    """Every department by its slug; a closed one, and the one with the id `without`, is not offered."""
    return tuple(_option(row, row["slug"], row["short"], row["id"] != without) for row in _rows())


def board_options() -> tuple[DepartmentOption, ...]:
    """Every department's board by its slug and under its name; that of a closed department is not offered."""
    return tuple(_option(row, row["board_slug"], row["board"], True) for row in _rows() if row["board_slug"])


def _rows():
    columns = (
        Department.id, Department.slug, Department.name, Department.short, Department.duty, Department.active,
        Board.slug.alias("board_slug"), Board.name.alias("board"), Category.name.alias("category"),
    )  # fmt: skip
    return (
        Department.select(*columns)
        .join(Board, peewee.JOIN.LEFT_OUTER, on=Board.department == Department.id)
        .join(Category, peewee.JOIN.LEFT_OUTER)
        .order_by(Category.id.is_null(), Category.position, Category.id, Board.id.is_null(), Board.position)
        .order_by_extend(Department.position, Department.id)
        .dicts()
    )


def _option(row, slug, short, offered):
    return DepartmentOption(
        slug, row["name"], short, row["category"] or "", row["duty"], bool(row["active"] and offered)
    )

"""Boards as plain rows, for the API."""

from collections.abc import Iterable

import peewee

from boards.models.threads import Board, Category, Department, Thread
from boards.queries.parts import shown


def board_facts(slug: str | None = None) -> peewee.ModelSelect:
    """Dicts of every board in the order of the index, or of the one with `slug`, in one query."""
    query = (
        Board.select(
            Board.slug,
            Board.name,
            Board.description,
            Board.section,
            Board.threads,
            Board.posts,
            Board.last_thread_id,
            Board.last_at,
            Board.last_name,
            Category.name.alias("category_name"),
            Department.slug.alias("department_slug"),
            Department.short.alias("department_name"),
            shown.title_column(),
            Thread.hidden,
        )
        .join(Category)
        .join_from(Board, Department, peewee.JOIN.LEFT_OUTER)
        .join_from(Board, Thread, peewee.JOIN.LEFT_OUTER, on=Thread.id == Board.last_thread_id)
        .order_by(Category.position, Category.id, Board.position, Board.id)
    )
    return (query.where(Board.slug == slug) if slug is not None else query).dicts()


def department_names(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """id -> (slug, short name) of departments."""
    rows = Department.select(Department.id, Department.slug, Department.short).where(Department.id.in_(list(ids)))
    return {number: (slug, short) for number, slug, short in rows.tuples()}

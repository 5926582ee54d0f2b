"""Queries that are composed once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import peewee

from forum.store.sql.bound import database, is_sqlite
from forum.store.sql.models import AS_STORED, INSTANT
from forum.store.sql.plain import with_limit_written
from forum.store.sql.rows import row_maker

CHOOSING = ("COALESCE", "MIN", "MAX")  # functions that return one of their arguments as it is
Converter = tuple[int, Callable[[Any], Any]]  # (place of a column, what makes its value)


@dataclass(frozen=True)
class _Place:
    """Stands among the parameters of composed SQL for the value of that number."""

    number: int


def composed(query_of: Callable[..., Any]) -> Callable[..., list[Any]]:
    """A function that runs the query `query_of(*values, **shape)` and returns its rows, composed once for each shape.

    Composing a join takes peewee several times as long as running it. The values are parameters of the query: `query_of`
    is given an expression for each, and may compare and select it, but neither look at it nor compare it with None. What
    the query's form depends on is given by name, and is hashable; so is how many values there are.
    """

    @lru_cache
    def template(sqlite: bool, count: int, shape: tuple[tuple[str, Any], ...]) -> _Template:
        places = (peewee.Value(_Place(number), converter=False) for number in range(count))
        query = query_of(*places, **dict(shape))
        sql, params = query.sql()
        return _Template(query, *with_limit_written(sql, params, database.param))

    def rows(*values: Any, **shape: Any) -> list[Any]:
        made = template(is_sqlite(), len(values), tuple(sorted(shape.items())))
        stored = [_stored(value) for value in values]
        given = [stored[param.number] if isinstance(param, _Place) else param for param in made.params]
        return made.rows_of(database.execute_sql(made.sql, given))

    return rows


@dataclass
class _Template:
    """A composed query, and the function that makes a row of its values, which the first result tells."""

    query: Any
    sql: str
    params: list[Any]
    row_of: Callable[[Sequence[Any]], Any] | None = None

    def rows_of(self, cursor: Any) -> list[Any]:
        if self.row_of is None:
            wrapper = self.query._get_cursor_wrapper(cursor)
            wrapper.initialize()
            self.row_of = _row_function(wrapper)
        return [self.row_of(values) for values in cursor.fetchall()]


def _row_function(wrapper: Any) -> Callable[[Sequence[Any]], Any]:
    """`wrapper.process_row` without the conversions that change nothing, which take longer than all the rest of a row."""
    kind = type(wrapper)
    if kind not in (peewee.ModelDictCursorWrapper, peewee.ModelTupleCursorWrapper):
        return row_maker(wrapper)
    kept = [place for place in wrapper.convert if not _is_read_as_stored(wrapper, place)]
    converters = [(place, wrapper.converters[place]) for place in kept]
    return (
        _tuple_function(converters)
        if kind is peewee.ModelTupleCursorWrapper
        else _dict_function(wrapper.unique_columns, converters)
    )


def _tuple_function(converters: Sequence[Converter]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    def row(values: Sequence[Any]) -> tuple[Any, ...]:
        made = list(values)
        for place, convert in converters:
            made[place] = convert(made[place])
        return tuple(made)

    return row if converters else tuple


def _dict_function(names: Sequence[str], converters: Sequence[Converter]) -> Callable[[Sequence[Any]], dict[str, Any]]:
    converted = [(place, names[place], convert) for place, convert in converters]

    def row(values: Sequence[Any]) -> dict[str, Any]:
        made = dict(zip(names, values, strict=True))
        for place, name, convert in converted:
            made[name] = convert(values[place])
        return made

    return row


def _is_read_as_stored(wrapper: Any, place: int) -> bool:
    """Whether a column is of a field whose values the drivers give as Python has them, or such a value chosen by a function."""
    if place >= len(wrapper.select):
        return False
    node = wrapper.select[place].unwrap()
    if isinstance(node, peewee.Function) and node._python_value is None and node.name.upper() in CHOOSING:
        node = node.arguments[0]
    field = getattr(node, "field", node) if isinstance(node, peewee.FieldAlias) else node
    return isinstance(getattr(field, "rel_field", field), AS_STORED)


def _stored(value: Any) -> Any:
    return INSTANT.db_value(value) if isinstance(value, datetime) else value

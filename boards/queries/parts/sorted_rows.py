"""One page of a table's rows by keyset, in the order of any of its columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from boards.models.threads import Thread
from forum.store.cursors import ISO, NUMBER, Cursor, Part


@dataclass(frozen=True)
class SortKey:
    """What a table is sorted by: an SQL expression without NULL, and the part of a cursor that holds its value.

    `field` converts its values from and to the database, where that is needed.
    """

    expression: Any
    part: Part[Any] = NUMBER
    field: peewee.Field | None = None

    def from_database(self, value: Any) -> Any:
        """The value as Python knows it."""
        return self.field.python_value(value) if self.field else value

    def to_database(self, value: Any) -> Any:
        """The value as the database compares it."""
        return self.field.db_value(value) if self.field else value


def moment_key(expression: Any) -> SortKey:
    """The SortKey of an expression that is a time in UTC."""
    return SortKey(expression, ISO, Thread.created_at)


def sorted_rows(
    query: peewee.ModelSelect, key: SortKey, ties: Sequence[Any], after: str | None, size: int, *, descending: bool
) -> tuple[list[dict[str, Any]], str | None]:
    """(rows, cursor of the next page or None): at most `size` dicts, after the row of the cursor `after`.

    `ties` are whole numbers that tell rows with the same value apart. Raises Malformed for a bad cursor.
    """
    cursor = Cursor[Any](key.part, *(NUMBER for _ in ties))
    place = (key.expression, *ties)
    if after:
        values: tuple[Any, ...] = cursor.decode(after)
        here, there = peewee.Tuple(*place), peewee.Tuple(key.to_database(values[0]), *values[1:])
        query = query.where(here < there if descending else here > there)
    aliased = (each.alias(f"place_{n}") for n, each in enumerate(place))
    query = query.select_extend(*aliased).order_by(*(each.desc() if descending else each.asc() for each in place))
    rows = list(query.limit(size + 1).dicts())
    more = len(rows) > size
    return rows[:size], cursor.encode(*_place(rows[size - 1], key, len(place))) if more else None


def _place(row, key, parts):
    return key.from_database(row["place_0"]), *(row[f"place_{n}"] for n in range(1, parts))

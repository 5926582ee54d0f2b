"""Statements that are composed once for each table, since composing them takes peewee several times as long as running them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Insert:
    """An INSERT of one row with some of a table's fields."""

    statement: str
    fields: tuple[Any, ...]

    def params(self, row: Mapping[str, Any]) -> list[Any]:
        """The parameters of the statement for a row ({name of a field: value})."""
        return [field.db_value(row[field.name]) for field in self.fields]


@cache
def insert_of(model: Any, names: tuple[str, ...], sqlite: bool) -> Insert:
    """The Insert of a table's fields with these names."""
    fields = tuple(model._meta.fields[name] for name in names)
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    values = ", ".join([_mark(sqlite)] * len(fields))
    return Insert(f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES ({values})', fields)


@cache
def select_by_id(model: Any, sqlite: bool) -> str:
    """The SELECT of the row with a primary key."""
    columns = ", ".join(f'"{field.column_name}"' for field in model._meta.sorted_fields)
    key = model._meta.primary_key.column_name
    return f'SELECT {columns} FROM "{model._meta.table_name}" WHERE "{key}" = {_mark(sqlite)}'


def _mark(sqlite: bool) -> str:
    return "?" if sqlite else "%s"

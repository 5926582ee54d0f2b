"""The base of every table, with its frequent statements composed once, and its field for instants."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Self

import peewee

from forum.clock import local
from forum.store.sql.bound import database, is_sqlite

# Both drivers give these values as Python has them.
INTEGERS = (peewee.AutoField, peewee.BigAutoField, peewee.IntegerField, peewee.BigIntegerField)
AS_STORED = (peewee.IntegerField, peewee.CharField, peewee.TextField)


class Model(peewee.Model):
    """The base of every table."""

    class Meta:
        database = database
        legacy_table_names = False

    @classmethod
    def get_by_id(cls, pk: Any) -> Self:
        """The row with that primary key; raises DoesNotExist. Its SQL is composed once, which takes longer than running it."""
        statement, read = _select_by_id(cls, is_sqlite())  # type: ignore[arg-type]  # a class is hashable
        values = database.execute_sql(statement, (cls._meta.primary_key.db_value(pk),)).fetchone()
        if values is None:
            raise cls.DoesNotExist(f"{cls.__name__} {pk}")
        row: Self = read(values)
        return row

    @classmethod
    def get(cls, *query: Any, **filters: Any) -> Self:
        """As peewee's; one by its primary key, such as what a foreign key refers to, by `get_by_id`."""
        if not filters and len(query) == 1 and (found := _key_in(cls, query[0])) is not None:
            return cls.get_by_id(found)
        row: Self = super().get(*query, **filters)
        return row

    @classmethod
    def create(cls, **values: Any) -> Self:
        """Insert a row and return it, with defaults and its new primary key. Its SQL is composed once for the same set of fields."""
        row, key = cls._with(values), cls._meta.primary_key
        statement, params = _insert(cls, tuple(row.__data__), is_sqlite())  # type: ignore[arg-type]
        returned = database.execute_sql(f'{statement} RETURNING "{key.column_name}"', params(row.__data__))
        setattr(row, key.name, key.python_value(returned.fetchone()[0]))
        row._dirty.clear()
        return row

    @classmethod
    def _with(cls, values: Mapping[str, Any]) -> Self:
        """A row with these values and the defaults of the other fields, as peewee makes it, several times faster."""
        row, plain = cls(), cls._meta.fields
        for name, value in values.items():
            if name in plain and not isinstance(value, peewee.Model):
                row.__data__[name] = value
            else:
                setattr(row, name, value)
        return row

    @classmethod
    def insert_all(cls, rows: Sequence[Mapping[str, Any]], conflict: str = "") -> None:
        """Insert rows ({name of a field: value}), all with the fields of the first; columns that are left out get the database's default.

        `conflict` is an ON CONFLICT clause in SQL. Composed once for the same set of fields: peewee takes some ten times as long
        to compose many rows as inserting them takes.
        """
        if rows:
            statement, params = _insert(cls, tuple(rows[0]), is_sqlite())  # type: ignore[arg-type]
            with peewee.__exception_wrapper__:
                database.connection().cursor().executemany(f"{statement} {conflict}", map(params, rows))

    @classmethod
    def columns(cls) -> str:
        """The columns of every field, for a statement in plain SQL whose rows `read_all` reads."""
        return _columns(cls)  # type: ignore[arg-type]

    @classmethod
    def read_all(cls, cursor: Any) -> list[Self]:
        """The rows of a statement that returns `columns()`; peewee takes several times as long to make them."""
        return list(map(_reader(cls), cursor.fetchall()))  # type: ignore[arg-type]


class Instant(peewee.Field):
    """An aware UTC time; in SQLite as text of fixed width, so that it sorts and compares. A naive one is a ValueError."""

    field_type = "TIMESTAMPTZ"

    def db_value(self, value: datetime | None) -> str | None:
        return None if value is None else local(value, UTC).isoformat(" ", "microseconds")

    def python_value(self, value: datetime | str | None) -> datetime | None:
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return value if value is None else value.astimezone(UTC)


INSTANT = Instant()


@cache
def _insert(model: Any, names: tuple[str, ...], sqlite: bool) -> tuple[str, Callable[[Mapping[str, Any]], list[Any]]]:
    """(INSERT of the fields with these names, function that gives its parameters for a row)."""
    fields = [model._meta.fields[name] for name in names]
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    marks = ", ".join(["?" if sqlite else "%s"] * len(fields))
    statement = f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES ({marks})'
    return statement, lambda row: [_stored(field, row[field.name]) for field in fields]


PLAIN = {peewee.IntegerField: int, peewee.BigIntegerField: int, peewee.CharField: str, peewee.TextField: str}


def _stored(field: Any, value: Any) -> Any:
    """As field.db_value(value), which is the value itself for most."""
    kind = type(value)
    if value is None or PLAIN.get(type(field)) is kind:
        return value
    if kind is int and type(field) is peewee.ForeignKeyField and type(field.rel_field) in INTEGERS:
        return value
    return field.db_value(value)


@cache
def _select_by_id(model: Any, sqlite: bool) -> tuple[str, Callable[[Sequence[Any]], Any]]:
    """(SELECT of a row by its primary key, function that makes the row's object of its values)."""
    param = "?" if sqlite else "%s"
    key = model._meta.primary_key.column_name
    return f'SELECT {_columns(model)} FROM "{model._meta.table_name}" WHERE "{key}" = {param}', _reader(model)


@cache
def _columns(model: Any) -> str:
    return ", ".join(f'"{field.column_name}"' for field in model._meta.sorted_fields)


@cache
def _reader(model: Any) -> Callable[[Sequence[Any]], Any]:
    names = [field.name for field in model._meta.sorted_fields]
    converted = {
        field.name: field.python_value
        for field in model._meta.sorted_fields
        if not isinstance(getattr(field, "rel_field", field), AS_STORED)
    }

    def read(values: Sequence[Any]) -> Any:
        row = model(__no_default__=True)
        row.__data__.update(zip(names, values, strict=True))
        for name, convert in converted.items():
            row.__data__[name] = convert(row.__data__[name])
        return row

    return read


def _key_in(model: Any, condition: Any) -> Any:
    """The value with which a condition compares the primary key and nothing else; None for another condition."""
    if type(condition) is not peewee.Expression or condition.op != peewee.OP.EQ:
        return None
    plain = condition.lhs is model._meta.primary_key and not isinstance(condition.rhs, peewee.Node)
    return condition.rhs if plain else None

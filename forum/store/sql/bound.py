"""The database that the process is bound to."""

from collections.abc import Sequence
from typing import Any

import peewee

database = peewee.DatabaseProxy()


def raw(statement: str, params: Sequence[Any] = ()) -> Any:
    """The cursor of a statement in plain SQL with the placeholder `%s`, on both engines.

    For frequent statements, which cost more to compose with peewee than to run.
    """
    return database.execute_sql(statement.replace("%s", database.param), params)


def is_sqlite() -> bool:
    return isinstance(database.obj, peewee.SqliteDatabase)

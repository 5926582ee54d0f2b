"""Conditions on boolean columns, spelled so that SQLite can find rows by an index: with a bare column it can't."""

from typing import Any

import peewee

from forum.store.sql.bound import is_sqlite

TRUE, FALSE = peewee.SQL("TRUE"), peewee.SQL("FALSE")


def is_true(column: Any) -> peewee.Expression:
    """`column` = TRUE, of a field or an alias of one."""
    condition: peewee.Expression = column == TRUE
    return condition


def is_false(column: Any) -> peewee.Expression:
    """`column` = FALSE, of a field or an alias of one."""
    condition: peewee.Expression = column == FALSE
    return condition


def unindexed(column: peewee.Field) -> Any:
    """The value of `column` ('' for NULL in text) as what no index finds: of two conditions SQLite then takes the other's index.

    SQLite keeps no statistics here, so an index by a kind that half of all rows have looks as good to it as one by their owner.
    PostgreSQL keeps some, but none of such a value: there it is the column itself.
    """
    if not is_sqlite():
        return column
    return peewee.fn.COALESCE(column, "") if isinstance(column, peewee.CharField) else column + 0

"""The SQL of plain queries, which peewee takes longer to compose than the database takes to run.

Plain is a SELECT or UPDATE of one table that compares its fields with values. Every other query is left to peewee.
"""

from collections.abc import Collection, Iterable
from typing import Any

import peewee
from peewee import OP, Expression, Field, ModelSelect, ModelUpdate, Ordering

Composed = tuple[str, list[Any]]  # (SQL, parameters)

JOINED = {OP.AND, OP.OR}
COMPARED = {OP.EQ, OP.NE, OP.LT, OP.LTE, OP.GT, OP.GTE, OP.ADD, OP.SUB}
LISTED = {OP.IN: "IN", OP.NOT_IN: "NOT IN"}
NULL = {OP.IS: "IS NULL", OP.IS_NOT: "IS NOT NULL"}
UNUSUAL = {
    ModelSelect: "_group_by _having _simple_distinct _windows _for_update _cte_list _lateral _alias _joins _offset",
    ModelUpdate: "_from _cte_list _order_by _limit _offset",
}
UNUSUAL_PARTS = {kind: tuple(names.split()) for kind, names in UNUSUAL.items()}


class NotPlain(Exception):
    """Raised for a query that is left to peewee."""


class PlainSql(peewee.Database):
    """A database that composes plain queries itself; what peewee composes gets its LIMIT written out."""

    def execute(self, query: Any, **options: Any) -> Any:
        """The cursor of a query."""
        sql, params = plain_sql(query, self.param) or self.get_sql_context(**options).sql(query).query()
        return self.execute_sql(*with_limit_written(sql, params, self.param))


def plain_sql(query: Any, mark: str) -> Composed | None:
    """The SQL of a query with the placeholder `mark`, and its parameters; None for a query that is not plain."""
    if (unusual := UNUSUAL_PARTS.get(type(query))) is None or any(getattr(query, name) for name in unusual):
        return None
    try:
        return _Composing(query.model, mark).composed(query)
    except NotPlain:
        return None


def with_limit_written(sql: str, params: list[Any], mark: str) -> Composed:
    """The same statement without parameters for its LIMIT.

    SQLite prepares a statement again each time a parameter of its LIMIT is bound, which takes longer than running it.
    """
    if sql.endswith(f" LIMIT {mark} OFFSET {mark}") and params[-1] == 0:
        sql, params = sql.removesuffix(f" OFFSET {mark}"), params[:-1]
    if sql.endswith(f" LIMIT {mark}") and type(params[-1]) is int:
        return f"{sql.removesuffix(mark)}{params[-1]}", params[:-1]
    return sql, params


class _Composing:
    def __init__(self, model: Any, mark: str) -> None:
        self.model, self.mark = model, mark
        self.params: list[Any] = []

    def composed(self, query: Any) -> Composed:
        sql = self._select(query) if isinstance(query, ModelSelect) else self._update(query)
        return sql, self.params

    def _select(self, query: Any) -> str:
        if query._from_list != [self.model] or not query._returning or query._distinct is not None:
            raise NotPlain
        parts = [f"SELECT {self._columns(query._returning)} FROM {self._table()}{self._where(query)}"]
        if query._order_by:
            parts.append(f"ORDER BY {', '.join(map(self._ordered, query._order_by))}")
        if query._limit is not None:
            parts.append(f"LIMIT {self._value(query._limit)}")
        return " ".join(parts)

    def _update(self, query: Any) -> str:
        changes = ", ".join(f"{self._column(field)} = {self._new(field, to)}" for field, to in query._update.items())
        returned = f" RETURNING {self._columns(query._returning)}" if query._returning else ""
        return f"UPDATE {self._table()} SET {changes}{self._where(query)}{returned}"

    def _table(self) -> str:
        if not peewee.is_model(self.model) or self.model._meta.schema:
            raise NotPlain
        return f'"{self.model._meta.table_name}"'

    def _where(self, query: Any) -> str:
        return "" if query._where is None else f" WHERE {self._node(query._where)}"

    def _columns(self, nodes: Iterable[Any]) -> str:
        return ", ".join(map(self._selected, nodes))

    def _selected(self, node: Any) -> str:
        return node.sql if type(node) is peewee.SQL and not node.params else self._column(node)

    def _ordered(self, node: Any) -> str:
        if type(node) is not Ordering:
            return self._column(node)
        if node.collation or node.nulls:
            raise NotPlain
        return f"{self._column(node.node)} {node.direction}"

    def _column(self, node: Any) -> str:
        if not isinstance(node, Field) or node.model is not self.model:
            raise NotPlain
        return f'"{node.column_name}"'

    def _new(self, field: Any, value: Any) -> str:
        if isinstance(value, Expression):
            return self._node(value)
        return self._value(_converted(field, value))

    def _node(self, node: Any) -> str:
        return self._expression(node) if type(node) is Expression else self._column(node)

    def _expression(self, node: Any) -> str:
        left, op, right = self._node(node.lhs), node.op, node.rhs
        if op in JOINED or (op in COMPARED and isinstance(right, Field)):
            return f"({left} {op} {self._node(right)})"
        if op in COMPARED:
            return f"({left} {op} {self._value(_converted(node.lhs, right))})"
        if op in NULL and right is None:
            return f"({left} {NULL[op]})"
        if op in LISTED and type(right) in (list, tuple, set, frozenset):
            return self._listed(node.lhs, left, op, right)
        raise NotPlain

    def _listed(self, field: Any, column: str, op: str, values: Collection[Any]) -> str:
        if not values:
            return "(1 = 1)" if op == OP.NOT_IN else "(0 = 1)"
        return f"({column} {LISTED[op]} ({', '.join(self._value(_converted(field, value)) for value in values)}))"

    def _value(self, value: Any) -> str:
        if isinstance(value, peewee.Node):
            raise NotPlain
        self.params.append(value)
        return self.mark


def _converted(field: Any, value: Any) -> Any:
    """The parameter for a value that is compared with `field` or stored in it."""
    if not isinstance(field, Field) or (isinstance(value, peewee.Node) and not isinstance(value, peewee.Model)):
        raise NotPlain
    return field.db_value(value)

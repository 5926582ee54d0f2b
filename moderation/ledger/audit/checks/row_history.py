"""Replays recorded changes of rows and compares the result with the rows as they are. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from forum.messages import M
from forum.store.row_changes import Change, commitment_of_rows
from moderation.ledger.audit.checks.findings import Finding, FindingKind

Values = dict[str, Any]

AS_PRINTED = (
    "not_before"  # a time whose older records have it as their engine printed it, which another prints otherwise
)


class Expected(NamedTuple):
    """A row as its recorded changes leave it: public and private values without NULLs, and the entry of the last change."""

    public: Values
    private: Values
    entry: int | None
    thread: int | None


class StoredRow(NamedTuple):
    """A row as the database has it; the two parts are JSON texts or None."""

    id: int
    thread: int | None
    public: str | None
    private: str | None


def check_commitment(number: int, rows: str | None, salt: str | None, changes: Sequence[Change]) -> Iterator[Finding]:
    """The findings of the changes recorded with entry `number`, whose leaf commits to them by `rows` (hex or None)."""
    if rows is None and not changes:
        return
    try:
        opened = rows is not None and salt is not None and commitment_of_rows(salt, changes) == rows
    except (ValueError, TypeError):
        opened = False
    if not opened:
        yield Finding(FindingKind.ROW_RECORD, M("这一条存证所记的数据改动被改过或不全"), entry=number)


def replay(changes: Iterable[tuple[int | None, Change]]) -> Expected:
    """The Expected row of one row's (entry, Change) pairs, given in their order."""
    public: Values = {}
    private: Values = {}
    entry = thread = None
    for number, change in changes:
        public |= json.loads(change.public or "{}")
        private |= json.loads(change.private or "{}")
        entry, thread = number, change.thread
    return Expected(_told(public), _told(private), entry, thread)


def check_row(table: str, row: StoredRow, expected: Expected | None, where: Mapping[str, Any]) -> Iterator[Finding]:
    """The findings of a row against what its changes left; `expected` is None where none is recorded."""
    if expected is None:
        sentence = M("%(table)s 第 %(id)s 行没有存证，不是通过程序写入的", table=table, id=row.id)
        yield Finding(FindingKind.ROW_UNRECORDED, sentence, **where)
        return
    differing = _differing(row.public, expected.public) | _differing(row.private, expected.private)
    if differing:
        columns = ", ".join(sorted(differing))
        sentence = M("%(table)s 第 %(id)s 行与存证不符（%(columns)s）", table=table, id=row.id, columns=columns)
        yield Finding(FindingKind.ROW, sentence, **where, entry=expected.entry)


def expected_row(key: int, expected: Expected) -> StoredRow:
    """The StoredRow that should be there."""
    return StoredRow(key, expected.thread, json.dumps(expected.public), None)


def row_place(table: str, row: StoredRow) -> dict[str, int | None]:
    """Where a Finding about a row is: its thread, and of a post its floor."""
    if table != "post":
        return {"thread": row.thread}
    return {"thread": row.thread, "floor": json.loads(row.public or "{}").get("floor"), "post": row.id}


def missing_row(table: str, number: int, expected: Expected, where: Mapping[str, Any]) -> Finding:
    """The Finding of a recorded row that is not there any more."""
    sentence = M("%(table)s 第 %(id)s 行不见了", table=table, id=number)
    return Finding(FindingKind.ROW_MISSING, sentence, **where, entry=expected.entry)


def altered_text(table: str, number: int, column: str) -> Finding:
    """The Finding of a text that has another hash than its row states."""
    sentence = M("%(table)s 第 %(id)s 行与存证不符（%(columns)s）", table=table, id=number, columns=column)
    return Finding(FindingKind.ROW, sentence)


def _differing(stored: str | None, expected: Values) -> set[str]:
    """The columns in which a part of a row differs."""
    values: Values = json.loads(stored or "{}")
    return {name for name in values.keys() | expected.keys() if values.get(name) != expected.get(name)}


def _told(values: Values) -> Values:
    return {name: _as_in_leaves(name, value) for name, value in values.items() if value is not None}


def _as_in_leaves(name: str, value: Any) -> Any:
    if name != AS_PRINTED:
        return value
    return datetime.fromisoformat(value).astimezone(UTC).isoformat("T", "microseconds")

"""Rows as JSON lines, and back as each engine takes them. Pure.

A line is a JSON array with the values of the columns in order: numbers, texts, true and false, null; a date as `2014-09-22`; an
instant in UTC as `2014-09-22T02:30:00.000000+00:00`; bytes in base64.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

INSTANT_WIDTH = len("2014-09-22 02:30:00.000000+00:00")
Convert = Callable[[Any], Any]

_dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def encoder(kinds: Sequence[str]) -> Callable[[Sequence[Any]], str]:
    """A function that makes the line of a row, as either driver returns it, of columns of these kinds."""
    work = [(number, TO_LINE[kind]) for number, kind in enumerate(kinds) if kind in TO_LINE]

    def line(row: Sequence[Any]) -> str:
        values = list(row)
        for number, convert in work:
            if (value := values[number]) is not None:
                values[number] = convert(value)
        return _dumps(values)

    return line


def decoder(kinds: Sequence[str], sqlite: bool) -> Callable[[str], list[Any]]:
    """A function that makes of a line the row that the engine's driver takes."""
    converts = FROM_LINE_SQLITE if sqlite else FROM_LINE_POSTGRESQL
    work = [(number, converts[kind]) for number, kind in enumerate(kinds) if kind in converts]

    def row(line: str) -> list[Any]:
        values: list[Any] = json.loads(line)
        if len(values) != len(kinds):
            raise ValueError(f"{len(values)} values for {len(kinds)} columns")
        for number, convert in work:
            if (value := values[number]) is not None:
                values[number] = convert(value)
        return values

    return row


def _instant(value: str | datetime) -> str:
    if isinstance(value, str):
        if len(value) == INSTANT_WIDTH and value.endswith("+00:00"):
            return value.replace(" ", "T", 1)
        value = datetime.fromisoformat(value)
    return value.astimezone(UTC).isoformat("T", "microseconds")


def _base64(value: bytes) -> str:
    return b64encode(value).decode("ascii")


TO_LINE: dict[str, Convert] = {"boolean": bool, "instant": _instant, "date": str, "bytes": _base64}
FROM_LINE_SQLITE: dict[str, Convert] = {
    "boolean": int,
    "instant": lambda text: text.replace("T", " ", 1),
    "bytes": b64decode,
}
FROM_LINE_POSTGRESQL: dict[str, Convert] = {"boolean": bool, "bytes": b64decode}

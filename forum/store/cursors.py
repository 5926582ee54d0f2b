"""Cursors of keyset paging: the position where a page of a list begins, as a query parameter. Pure.

A cursor contains the sort key of the last row of the previous page, its parts joined by `_`. Each list declares its own,
with the types of its parts: `Cursor[datetime, int](ISO, NUMBER)` reads and writes `2014-09-22T02:30:00+00:00_17`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar, TypeVarTuple, cast

from forum.messages import M, Message
from forum.problems import Malformed

T = TypeVar("T")
Values = TypeVarTuple("Values")

MOST_DIGITS = 18  # a number of so many digits fits into 64 bits
DECIMALS = 6  # places of a score

REFUSAL = M("翻页的位置不对，请从第一页开始。")

_COMPACT = "%Y%m%dT%H%M%S%f"
_SCORE = re.compile(r"[0-9]{1,11}(\.[0-9]{6})?")


@dataclass(frozen=True)
class Part(Generic[T]):
    """One value of a cursor: the functions that write it and read it; `read` raises ValueError."""

    write: Callable[[T], str]
    read: Callable[[str], T]


class Cursor(Generic[*Values]):
    """The cursor of one list. `refusal` is the detail of the Malformed for a text that is no cursor of this list."""

    def __init__(self, *parts: Part[Any], refusal: Message = REFUSAL) -> None:
        self._parts, self._refusal = parts, refusal

    def encode(self, *values: *Values) -> str:
        """The text of the query parameter."""
        untyped: tuple[Any, ...] = values
        return "_".join(part.write(value) for part, value in zip(self._parts, untyped, strict=True))

    def decode(self, text: str) -> tuple[*Values]:
        """The values of a text; raises Malformed for any text that `encode` never makes."""
        try:
            values = tuple(part.read(raw) for part, raw in zip(self._parts, text.split("_"), strict=True))
            if self.encode(*values) != text:
                raise ValueError(text)
        except ValueError:
            raise Malformed(self._refusal) from None
        return cast(tuple[*Values], values)


def number(digits: int = MOST_DIGITS) -> Part[int]:
    """A whole number from 0, of at most `digits` digits."""
    return Part(str, lambda raw: int(_matching(re.compile(f"[0-9]{{1,{digits}}}"), raw)))


def text(pattern: str) -> Part[str]:
    """A text that matches the regular expression `pattern`, which must not match `_`."""
    return Part(str, lambda raw: _matching(re.compile(pattern), raw))


def _matching(pattern: re.Pattern[str], raw: str) -> str:
    if not pattern.fullmatch(raw):
        raise ValueError(raw)
    return raw


def _iso(raw: str) -> datetime:
    moment = datetime.fromisoformat(raw)
    if moment.utcoffset() != timedelta(0):
        raise ValueError(raw)
    return moment


def _compact(raw: str) -> datetime:
    return datetime.strptime(raw, _COMPACT).replace(tzinfo=UTC)


def _score(raw: str) -> float:
    _matching(_SCORE, raw)
    return float(raw) if "." in raw else int(raw)


NUMBER = number()
DAY: Part[date] = Part(date.isoformat, date.fromisoformat)
ISO: Part[datetime] = Part(datetime.isoformat, _iso)  # a moment in UTC
COMPACT: Part[datetime] = Part(lambda moment: f"{moment:{_COMPACT}}", _compact)  # the same without characters to escape
SCORE: Part[float] = Part(lambda score: str(score) if isinstance(score, int) else f"{score:.{DECIMALS}f}", _score)

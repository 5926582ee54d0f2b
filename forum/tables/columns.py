"""The columns of a table and the headings by which they are found. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forum.messages import M
from forum.problems import Malformed
from forum.text.folding import bare

FIRST_ROWS = 5  # rows among which the headings are looked for; above them may stand a title

_REMARK = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")


@dataclass(frozen=True)
class Column:
    """A column: its name, further headings that mean it, whether the table must have it, and what its cells hold.

    A `date` column takes the serial numbers of a workbook as dates; in a `whole` column 17.0 is 17.
    """

    name: str
    headings: tuple[str, ...] = ()
    required: bool = False
    date: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Headings:
    """The row of headings: its place among the rows, and for each of its cells the Column, or None for an empty one.

    `others` are the places of columns that are not known.
    """

    row: int
    columns: tuple[Column | None, ...]
    others: frozenset[int] = frozenset()


def heading_key(text: str) -> str:
    """The key by which headings are compared: width, case, blanks, signs and remarks in brackets make no difference."""
    return bare(_REMARK.sub("", text))


def count_known(rows: Iterable[Sequence[str]], columns: Sequence[Column]) -> int:
    """The number of known headings in that of the first rows which has the most."""
    known = _by_key(columns)
    return max((_known_in(cells, known) for cells in list(rows)[:FIRST_ROWS]), default=0)


def find_headings(
    rows: Sequence[tuple[int, Sequence[str]]], columns: Sequence[Column], others: bool = False
) -> Headings:
    """The Headings among the first (line, cells) rows.

    Raises Malformed when a required one is missing, one is there twice, one is unknown (unless `others` may be there), or
    content stands above them.
    """
    known = _by_key(columns)
    first = rows[:FIRST_ROWS]
    counts = [_known_in(cells, known) for _, cells in first]
    place = counts.index(max(counts)) if any(counts) else 0
    cells = first[place][1] if first else ()
    found = tuple(known.get(heading_key(cell)) for cell in cells)
    _refuse_missing(columns, found)
    unknown = frozenset(at for at, (cell, column) in enumerate(zip(cells, found, strict=True)) if cell and not column)
    if unknown and not others:
        raise Malformed(M("不认识的列：%(columns)s", columns=", ".join(cells[at] for at in sorted(unknown))))
    _refuse_twice(cells, found)
    _refuse_content_above(first[:place])
    return Headings(place, found, unknown)


def _by_key(columns: Iterable[Column]) -> dict[str, Column]:
    return {heading_key(heading): column for column in columns for heading in (column.name, *column.headings)}


def _known_in(cells: Sequence[str], known: dict[str, Column]) -> int:
    return sum(heading_key(cell) in known for cell in cells if cell)


def _refuse_missing(columns: Sequence[Column], found: Sequence[Column | None]) -> None:
    missing = [column.name for column in columns if column.required and column not in found]
    if missing:
        raise Malformed(
            M(
                "缺少列：%(columns)s。第一行应当是标题：%(header)s",
                columns=", ".join(missing),
                header=",".join(column.name for column in columns),
            )
        )


def _refuse_twice(cells: Sequence[str], found: Sequence[Column | None]) -> None:
    for column in found:
        same = [cell for cell, other in zip(cells, found, strict=True) if other is column]
        if column and len(same) > 1:
            raise Malformed(M("这几列是同一项：%(columns)s；请只留一列。", columns=", ".join(same)))


def _refuse_content_above(rows: Sequence[tuple[int, Sequence[str]]]) -> None:
    for line, cells in rows:
        if sum(map(bool, cells)) > 1:
            raise Malformed(M("第 %(number)s 行在标题行的上面，却有内容；标题应当是第一行。", number=line))

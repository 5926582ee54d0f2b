"""Reads a table: a CSV file or workbook with headings, in the columns that an importer knows. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from forum.messages import M, Message
from forum.problems import Invalid, Malformed
from forum.tables.cells import clean, whole
from forum.tables.columns import Column, Headings, count_known, find_headings
from forum.tables.decoding import decode
from forum.tables.separated import SEPARATORS, split_rows
from forum.tables.workbook import is_workbook, sheet_rows

MOST_BYTES = 50_000_000  # of a file


@dataclass(frozen=True)
class Row:
    """A row: `line` as the editor or the spreadsheet numbers it, and the text of each column by name; '' where it is empty."""

    line: int
    values: dict[str, str]


@dataclass
class Table:
    """The rows that could be read, and by line what is wrong with the others. `listed`: a plain list, without headings."""

    rows: list[Row] = field(default_factory=list)
    wrong: dict[int, Message] = field(default_factory=dict)
    listed: bool = False


def read_table(raw: bytes, columns: Sequence[Column], others: bool = False) -> Table:
    """The Table in the bytes of a file: CSV with any usual separator and encoding, or .xlsx.

    Columns are found by their headings, in any order; empty rows and empty columns without a heading are passed over, and
    cells missing at a row's end are empty. `others`: columns that are not known are passed over too. Raises Malformed for a
    file that is no such table.
    """
    rows, wrong = _grid(raw, columns)
    headings = find_headings(rows, columns, others)
    table = Table(wrong=wrong)
    for line, cells in rows[headings.row + 1 :]:
        try:
            table.rows.append(Row(line, _values(cells, headings, columns)))
        except Invalid as problem:
            table.wrong[line] = next(iter(problem.errors.values()))
    return table


def read_list(raw: bytes, columns: Sequence[Column]) -> Table:
    """The same for a file that may also be a plain list: then each line, or first cell, is the first column's text."""
    if is_workbook(_bounded(raw)):
        rows, wrong = _grid(raw, columns)
        if not count_known((cells for _, cells in rows), columns):
            return _listed(((line, cells[0], cells[1:]) for line, cells in rows), columns, wrong)
    else:
        lines = _lines(decode(raw))
        if not _has_headings(lines, columns):
            return _listed(((line, text, []) for line, text in lines), columns, {})
    return read_table(raw, columns)


def _grid(raw: bytes, columns: Sequence[Column]) -> tuple[list[tuple[int, list[str]]], dict[int, Message]]:
    """The (line, cells) rows that have content, and what is wrong with rows that cannot be read."""
    rows: list[tuple[int, list[str]]] = []
    wrong: dict[int, Message] = {}
    source = sheet_rows(raw, columns) if is_workbook(_bounded(raw)) else split_rows(decode(raw), columns)
    for line, cells in source:
        if isinstance(cells, Message):
            wrong[line] = cells
        elif any(cells):
            rows.append((line, cells))
    return rows, wrong


def _bounded(raw: bytes) -> bytes:
    if len(raw) > MOST_BYTES:
        raise Malformed(M("文件太大，最多 %(most)s MB；请分成几个文件。", most=MOST_BYTES // 1_000_000))
    return raw


def _values(cells: Sequence[str], headings: Headings, columns: Iterable[Column]) -> dict[str, str]:
    values = {column.name: "" for column in columns}
    for at, cell in enumerate(cells):
        column = headings.columns[at] if at < len(headings.columns) else None
        if column is None and cell and at not in headings.others:
            raise Invalid(cell=M("第 %(column)s 列没有标题，却有“%(found)s”", column=at + 1, found=cell[:40]))
        if column:
            values[column.name] = whole(cell, column.name) if column.whole else cell
    return values


def _lines(text: str) -> list[tuple[int, str]]:
    """The numbered lines of a text that are not blank, without what a spreadsheet adds at the end of a row."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cleaned = ((number, clean(line).rstrip(SEPARATORS)) for number, line in enumerate(plain, 1))
    return [(number, clean(line)) for number, line in cleaned if line]


def _has_headings(lines: Sequence[tuple[int, str]], columns: Sequence[Column]) -> bool:
    """Whether the first line is one of headings: in a list nobody can tell the headings from what is listed further down."""
    first = [line for _, line in lines[:2]]
    first = first[1:] if first and first[0].lower().startswith(("sep=", '"sep=')) else first[:1]
    return any(
        count_known([[clean(cell.strip('"')) for cell in line.split(separator)]], columns)
        for line in first
        for separator in SEPARATORS + "，；、"
    )


def _listed(
    lines: Iterable[tuple[int, str, Sequence[str]]], columns: Sequence[Column], wrong: dict[int, Message]
) -> Table:
    table = Table(wrong=wrong, listed=True)
    for line, text, further in lines:
        if any(further):
            table.wrong[line] = M("有几列，却没有标题行；第一行应当是 %(header)s", header=_header(columns))
        elif text:
            table.rows.append(Row(line, {column.name: "" for column in columns} | {columns[0].name: _unquoted(text)}))
    return table


def _header(columns: Iterable[Column]) -> str:
    return ",".join(column.name for column in columns)


def _unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"') if len(text) > 1 and text[0] == text[-1] == '"' else text

"""Splits the text of CSV and its relatives into rows, by the separator that the file uses. Pure."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from forum.messages import M, Message
from forum.problems import Malformed
from forum.tables.cells import clean
from forum.tables.columns import FIRST_ROWS, Column, count_known

SEPARATORS = ",;\t|"
FULL_WIDTH = "，；、"  # written by an input method; no spreadsheet reads them as separators
_DECLARED = re.compile(r'"?sep=(.)"?[,;\t]*(\r\n|\r|\n|$)', re.IGNORECASE)
_SAMPLE = 20_000  # characters in which the separator is looked for
_OPEN_QUOTE = "unexpected end of data"

TextRow = tuple[int, list[str] | Message]


def split_rows(text: str, columns: Sequence[Column]) -> Iterator[TextRow]:
    """(line, cells) of each row, `line` being that of the editor where the row begins; a Message for one that cannot be split.

    Raises Malformed for full-width separators and for a quotation mark that is never closed.
    """
    declared = _DECLARED.match(text)
    separator = declared[1] if declared else _separator(text, columns)
    return _rows(text[declared.end() :] if declared else text, separator, 1 if declared else 0)


def _separator(text: str, columns: Sequence[Column]) -> str:
    """The separator by which most headings are known."""
    known = {each: count_known(_first_rows(text, each), columns) for each in SEPARATORS + FULL_WIDTH}
    best = max(known, key=lambda each: known[each])
    if best in FULL_WIDTH:
        raise Malformed(M("列是用全角的“%(found)s”分开的，请改成半角逗号“,”。", found=best))
    return best


def _first_rows(text: str, separator: str) -> list[list[str]]:
    rows = csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=separator)
    try:
        return list(islice(([clean(cell) for cell in row] for row in rows if any(row)), FIRST_ROWS))
    except csv.Error:
        return []


def _rows(text: str, separator: str, before: int) -> Iterator[TextRow]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = rows.line_num + before + 1
        try:
            yield line, [clean(cell) for cell in next(rows)]
        except StopIteration:
            return
        except csv.Error as error:
            if str(error) == _OPEN_QUOTE:
                raise Malformed(M("第 %(number)s 行的引号一直没有结束，后面的都读不出来。", number=line)) from None
            yield line, M("这一行的引号不成对，或者一格里的字太多（%(error)s）", error=str(error))

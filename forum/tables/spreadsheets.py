"""Tables as files for spreadsheets."""

import csv
import io
from collections.abc import Iterable
from typing import Any

BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # by which spreadsheets know UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet begins a formula


def csv_file(rows: Iterable[Iterable[Any]]) -> bytes:
    """The rows as CSV in UTF-8 with a byte order mark; texts that people typed go through `harmless` before."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return BYTE_ORDER_MARK + out.getvalue().encode()


def harmless(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula: an apostrophe stands before one."""
    return f"'{text}" if text.startswith(FORMULA) else text

"""Reads the rows of an .xlsx workbook. Pure.

A workbook is a ZIP archive of XML, so its size is judged before it is opened; `defusedxml`, which openpyxl uses where it is
installed, refuses entities.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any

from forum.messages import M, Message
from forum.problems import Malformed
from forum.tables.cells import clean
from forum.tables.columns import Column, heading_key

MOST_UNPACKED = 100_000_000  # bytes of the archive's files together
MOST_FILES = 1_000
MOST_ROWS = 100_000
MOST_COLUMNS = 100
SERIALS = range(20_000, 200_000)  # the days from 1954 to 2447 as Excel counts them; a year or 20270101 is none
ARCHIVE = b"PK\x03\x04"
# The beginnings of what is often taken for a table, and what it is.
OTHER_FORMATS = (
    (b"\xd0\xcf\x11\xe0", M("旧的 .xls 文件或加了密码的文件")),
    (b"%PDF", M("PDF 文件")),
    (b"{\\rtf", M("RTF 文件")),
    (b"<", M("网页或 XML 文件（改了扩展名也不是 Excel 文件）")),
    (b"Rar!", M("压缩包")),
    (b"7z\xbc\xaf", M("压缩包")),
    (b"\x1f\x8b", M("压缩包")),
)

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
WorkbookRow = tuple[int, list[str] | Message]


def is_workbook(raw: bytes) -> bool:
    """Whether the file is a ZIP archive. Raises Malformed for a file of another known format than text, such as .xls."""
    for beginning, name in OTHER_FORMATS:
        if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(beginning):
            raise Malformed(M("这是%(kind)s，请另存为 .xlsx 或“CSV UTF-8”。", kind=name))
    return raw.startswith(ARCHIVE)


def sheet_rows(raw: bytes, columns: Sequence[Column]) -> Iterator[WorkbookRow]:
    """(row number, cells) of the workbook's only visible sheet with content; a Message for a row with a broken cell.

    Formulas give the value that was saved with them. Numbers below the headings of date columns are dates. Raises Malformed
    for what is no workbook, for one that is too large, and where several sheets have content.
    """
    _refuse_bombs(raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that are not read
            values, formulas = (_open(raw, data_only) for data_only in (True, False))
            title = _title_of_content(values)
            return iter(list(_rows(values[title], formulas[title], columns, values.epoch)))
    except Malformed:
        raise
    except Exception as error:  # openpyxl raises what its parsers raise: KeyError, ValueError, ParseError, BadZipFile …
        raise Malformed(M("这个 .xlsx 文件打不开（%(error)s），请重新另存一次。", error=type(error).__name__)) from None


def _refuse_bombs(raw: bytes) -> None:
    try:
        files = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except zipfile.BadZipFile:
        raise Malformed(M("这个 .xlsx 文件是残缺的，请重新另存一次。")) from None
    if "xl/workbook.xml" not in {file.filename for file in files}:
        raise Malformed(M("这是%(kind)s，请另存为 .xlsx 或“CSV UTF-8”。", kind=M("压缩包或别的表格文件")))
    if len(files) > MOST_FILES or sum(file.file_size for file in files) > MOST_UNPACKED:
        raise Malformed(M("这个 .xlsx 文件解开以后太大，请分成几个文件，或者另存为“CSV UTF-8”。"))


def _open(raw: bytes, data_only: bool) -> Any:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=data_only, keep_links=False)


def _title_of_content(book: Any) -> str:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    titles: list[str] = [sheet.title for sheet in visible if _has_content(sheet)]
    if len(titles) > 1:
        raise Malformed(M("这个文件有几张有内容的表：%(sheets)s；请只留要导入的一张。", sheets="、".join(titles)))
    if not titles:
        raise Malformed(M("这个文件里没有内容。"))
    return titles[0]


def _has_content(sheet: Any) -> bool:
    sheet.reset_dimensions()  # other programs write wrong ones
    rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
    return any(value not in (None, "") for row in rows for value in row)


def _rows(values: Any, formulas: Any, columns: Sequence[Column], epoch: datetime) -> Iterator[WorkbookRow]:
    limits = {"max_row": MOST_ROWS + 1, "max_col": MOST_COLUMNS}
    values.reset_dimensions()
    formulas.reset_dimensions()
    dates: set[int] = set()
    pairs = zip_longest(values.iter_rows(**limits), formulas.iter_rows(**limits), fillvalue=())
    for number, (cells, sources) in enumerate(pairs, 1):
        if number > MOST_ROWS:
            raise Malformed(M("表里的行太多，最多 %(most)s 行；请分成几个文件。", most=MOST_ROWS))
        dates = dates or _date_places(cells, columns)
        broken = _broken(cells, sources)
        yield number, broken or [_text(cell.value, at in dates, epoch) for at, cell in enumerate(cells)]


def _date_places(cells: Sequence[Any], columns: Sequence[Column]) -> set[int]:
    """The places of the date columns, when this is the row of headings."""
    keys = {heading_key(heading) for column in columns if column.date for heading in (column.name, *column.headings)}
    return {at for at, cell in enumerate(cells) if isinstance(cell.value, str) and heading_key(cell.value) in keys}


def _broken(cells: Sequence[Any], sources: Sequence[Any]) -> Message | None:
    """Why a cell has no value: it is an error (#REF!), or a formula that was saved without its result."""
    for at, (cell, source) in enumerate(zip_longest(cells, sources), 1):
        if cell is not None and cell.data_type == "e":
            return M("第 %(column)s 列的公式出错：%(found)s", column=at, found=str(cell.value))
        if source is not None and source.data_type == "f" and (cell is None or cell.value is None):
            return M("第 %(column)s 列的公式没有算出值；请在电子表格里打开、保存一次。", column=at)
    return None


def _text(value: Any, dated: bool, epoch: datetime) -> str:
    if dated and isinstance(value, (int, float)) and not isinstance(value, bool) and int(value) in SERIALS:
        from openpyxl.utils.datetime import from_excel

        value = from_excel(value, epoch)
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date, time)):
        return _moment(value)
    return "" if value is None else clean(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value)))


def _moment(value: datetime | date | time) -> str:
    """ISO 8601 to the second, to which Excel's fractions of a day are rounded; a midnight is its date."""
    if not isinstance(value, datetime):
        return value.isoformat()
    value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    return value.date().isoformat() if value.time() == time() else value.isoformat(" ")

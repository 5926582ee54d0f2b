"""Workbooks: their types, sheets, formulas and limits."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from forum.problems import Malformed
from forum.tables import workbook
from forum.tables.columns import Column
from forum.tables.reader import read_list, read_table

COLUMNS = (
    Column("id", ("编号",), required=True, whole=True),
    Column("text", ("内容",)),
    Column("at", ("时间",), date=True),
)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def book_of(*rows, **sheets):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, more in sheets.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    return book


def read(*rows, **sheets):
    table = read_table(saved(book_of(*rows, **sheets)), COLUMNS)
    return {row.line: tuple(row.values.values()) for row in table.rows}, {n: str(m) for n, m in table.wrong.items()}


def test_cells_of_every_type_are_read_as_they_look():
    rows, wrong = read(
        ["编号", "内容", "时间"],
        [17, "甲", date(2027, 1, 1)],
        [17.0, True, datetime(2019, 4, 24, 15, 40, 3, 600_000)],
        ["  0017 ", 1.5, time(8, 5)],
        [None, None, None],
        ["x", "一_x000D_\n二", None],
    )
    assert wrong == {}
    assert rows == {
        2: ("17", "甲", "2027-01-01"),
        3: ("17", "1", "2019-04-24 15:40:04"),
        4: ("0017", "1.5", "08:05:00"),
        6: ("x", "一\n二", ""),
    }


def test_the_serial_number_of_a_day_is_a_date_only_in_a_column_of_dates():
    rows, _ = read(["id", "text", "at"], [1, 46388, 46388], [2, 46388.65, 43579.652778], [3, 1, 2027], [4, 1, 20270101])
    assert [row[1:] for row in rows.values()] == [
        ("46388", "2027-01-01"),
        ("46388.65", "2019-04-24 15:40:00"),
        ("1", "2027"),
        ("1", "20270101"),
    ]


def test_a_workbook_that_counts_from_1904_is_read_by_its_own_calendar():
    book = book_of(["id", "at"], [1, 44926])
    book.epoch = CALENDAR_MAC_1904
    assert read_table(saved(book), COLUMNS).rows[0].values["at"] == "2027-01-01"


def test_a_formula_without_its_value_and_an_error_are_wrong_rows():
    rows, wrong = read(["id", "text"], [1, "=1+1"], [2, "#REF!"], [3, "好"])
    assert list(rows) == [4]
    assert "公式没有算出值" in wrong[2] and "#REF!" in wrong[3]


def test_a_formula_gives_the_value_that_was_saved_with_it():
    with zipfile.ZipFile(io.BytesIO(saved(book_of(["id", "text"], [1, "=1+1"])))) as archive:
        files = {file: archive.read(file) for file in archive.namelist()}
    sheet = files["xl/worksheets/sheet1.xml"].replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    sheet = sheet.replace(b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>").replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    table = read_table(zipped(files | {"xl/worksheets/sheet1.xml": sheet}), COLUMNS)
    assert (table.rows[0].values["text"], table.wrong) == ("2", {})


def zipped(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_the_only_visible_sheet_with_content_is_read():
    book = book_of(Sheet2=[["id"], [1]], Sheet3=[])
    hidden = book.create_sheet("lists")
    hidden.append(["municipal"])
    hidden.sheet_state = "hidden"
    assert [row.line for row in read_table(saved(book), COLUMNS).rows] == [2]


def test_of_several_sheets_with_content_none_is_chosen():
    with pytest.raises(Malformed, match="Sheet、Sheet2"):
        read(["id"], [1], Sheet2=[["id"], [2]])


@pytest.mark.parametrize("rows", [[], [[None]], [[""]]])
def test_an_empty_workbook_is_told(rows):
    with pytest.raises(Malformed, match="没有内容"):
        read(*rows)


def test_a_sheet_may_be_a_plain_list():
    table = read_list(saved(book_of(["赌博"], [], ["麻将={MOD}"], ["x", "y"])), (Column("word"), Column("tier")))
    assert [(row.line, row.values["word"]) for row in table.rows] == [(1, "赌博"), (3, "麻将={MOD}")]
    assert table.listed and list(table.wrong) == [4]


def test_a_bomb_is_refused_by_its_declared_size(monkeypatch):
    with pytest.raises(Malformed, match="太大"):
        read_table(
            zipped({"xl/workbook.xml": b"", "xl/sharedStrings.xml": b"0" * (workbook.MOST_UNPACKED + 1)}), COLUMNS
        )
    with pytest.raises(Malformed, match="太大"):
        read_table(zipped({"xl/workbook.xml": b""} | {f"{n}": b"" for n in range(workbook.MOST_FILES)}), COLUMNS)
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(Malformed, match="最多 3 行"):
        read(["id"], [1], [2], [3], [4])


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def test_entities_are_refused():
    with zipfile.ZipFile(io.BytesIO(saved(book_of(["id", "text"], [1, "甲乙"])))) as archive:
        files = {file: archive.read(file) for file in archive.namelist()}
    # With lxml installed, which the program does not need, the library writes these characters as references.
    written = "甲乙".encode(), "甲乙".encode("ascii", "xmlcharrefreplace")
    named, typed = next((name, each) for name, content in files.items() for each in written if each in content)
    assert read_table(zipped(files), COLUMNS).rows[0].values["text"] == "甲乙"
    with pytest.raises(Malformed, match="打不开"):
        read_table(zipped(files | {named: ENTITIES + files[named].replace(typed, b"&b;")}), COLUMNS)


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04 broken", zipped({"content.xml": b"<x/>"}), zipped({"xl/workbook.xml": b"<x"})]
)
def test_what_is_no_workbook_is_told(raw):
    with pytest.raises(Malformed):
        read_table(raw, COLUMNS)

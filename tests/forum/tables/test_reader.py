"""Tables in every encoding, with every separator, and with what spreadsheets leave in them."""

import pytest

from forum.problems import Malformed
from forum.tables.columns import Column
from forum.tables.reader import read_list, read_table

COLUMNS = (
    Column("slug", ("标识",), required=True, whole=True),
    Column("name", ("名称", "full name"), required=True),
    Column("since", ("日期",), date=True),
)
ROWS = [("shuili", "水利局", "2027/1/1"), ("jiaotong", "交通局", "")]


def written(separator=",", end="\r\n", header=("slug", "name", "since")):
    return "".join(separator.join(row) + end for row in (header, *ROWS))


def rows(raw, **given):
    table = read_table(raw, COLUMNS, **given)
    assert table.wrong == {}
    return [(row.values["slug"], row.values["name"], row.values["since"]) for row in table.rows]


def lines(raw):
    table = read_table(raw if isinstance(raw, bytes) else raw.encode(), COLUMNS)
    return [row.line for row in table.rows], sorted(table.wrong)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_separator_and_line_end_is_read(encoding, separator, end):
    assert rows(written(separator, end).encode(encoding)) == ROWS


def test_utf_16_with_the_other_byte_order_mark_is_read():
    assert rows(b"\xfe\xff" + written("\t").encode("utf-16-be")) == ROWS


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\r\n', "SEP=;\n", "sep=;;;\r\n"])
def test_a_declared_separator_is_used_and_lines_are_counted_with_it(first):
    raw = (first + written(";")).encode("utf-8-sig")
    assert rows(raw) == ROWS and lines(raw)[0] == [3, 4]


@pytest.mark.parametrize("header", [
    ("标识", "名称", "日期"), ("SLUG", "Name", "Since"), ("ｓｌｕｇ", "ＮＡＭＥ", "日 期"), ("\ufeffslug\u00a0", "\u3000name", " since\u200b"),
    ("slug*", "名称（必填）", "日期(年/月/日)"), ('"slug"', '"full_name"', '"since"'), ("標識", "名稱", "日期"),
])  # fmt: skip
def test_headings_are_known_in_chinese_and_english_whatever_their_width_and_case(header):
    assert rows(written(header=header).encode()) == ROWS


def test_headings_may_stand_in_any_order_and_below_a_title():
    assert rows("清源市部门表,,\n\nname,since,slug\n水利局,,shuili\n".encode()) == [("shuili", "水利局", "")]
    with pytest.raises(Malformed, match="第 1 行"):
        rows("水利局,shuili\nname,slug\n交通局,jiaotong\n".encode())


@pytest.mark.parametrize("text", [
    "slug,name,since,,\nshuili,水利局,2027/1/1,,\n,,,,\njiaotong,交通局,,,\n,,,,\n",
    "slug,name,since\n\n\nshuili,水利局,2027/1/1\n \u3000 \njiaotong,交通局\n\n",
    "slug,,name,since\nshuili,,水利局,2027/1/1\njiaotong,,交通局,\n",
    '﻿"slug","name","since"\n"shuili","水利局","2027/1/1"\n"jiaotong","交通局",""',
    "slug,name,since\n\u00a0shuili\u00a0,\u3000水利局\u3000,2027/1/1\n\u200bjiaotong,交通局\ufeff,\n",
    "slug,name,since\n'shuili,水利局,'2027/1/1\n=\"jiaotong\",\"=\"\"交通局\"\"\",\n",
])  # fmt: skip
def test_what_spreadsheets_leave_around_a_table_is_passed_over(text):
    assert rows(text.encode()) == ROWS


def test_a_row_is_named_by_the_line_where_it_begins():
    text = 'slug,name,since\r\na,"甲\r\n局",\r\n\r\nb,乙,\r\n,,\r\nc,"丙"丁,\r\nd,丁,,多\r\ne,戊,\r\n'
    assert lines(text) == ([2, 5, 9], [7, 8])
    assert lines(text.replace("\r\n", "\r")) == ([2, 5, 9], [7, 8])


def test_a_quoted_line_end_stays_in_its_cell():
    assert rows('slug,name\na,"甲\r\n局, 一"\n'.encode()) == [("a", "甲\n局, 一", "")]


@pytest.mark.parametrize(
    ("typed", "read"), [("17.0", "17"), ("17", "17"), ("１７", "17"), ("17.5", "17.5"), ("007", "007")]
)
def test_whole_numbers_are_read_in_the_form_that_spreadsheets_give_them(typed, read):
    assert rows(f"slug,name\n{typed},x\n".encode()) == [(read, "x", "")]


def test_a_number_that_a_spreadsheet_shortened_is_told():
    assert lines("slug,name\n4.40305E+17,x\n440305199001011234,y\n") == ([3], [2])


@pytest.mark.parametrize(("text", "told"), [
    ("", "缺少列"),
    ("slug\n", "缺少列：name"),
    ("slug,name,phone\n", "不认识的列：phone"),
    ("slug,name,名称\n", "同一项"),
    ("slug，name，since\nshuili，水利局，\n", "全角的“，”"),
    ("slug；name\n", "全角的“；”"),
    ("slug、name\n", "全角的“、”"),
    ('slug,name\na,甲\nb,"乙\nc,丙\n', "第 3 行的引号"),
])  # fmt: skip
def test_what_is_no_such_table_is_refused_with_the_reason(text, told):
    with pytest.raises(Malformed, match=told):
        rows(text.encode())


def test_columns_that_are_not_known_may_be_passed_over():
    assert rows("slug,phone,name\nshuili,123,水利局\n".encode(), others=True) == [("shuili", "水利局", "")]


@pytest.mark.parametrize(("raw", "told"), [
    (b"slug,name\na,\xff\xfe\xff\n", "第 2 行不是有效的 GB18030"),
    ("slug,name\na,水利局和交通局\n".encode() + b"b,\xe6\xb0\n", "第 3 行不是有效的 UTF-8"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "xls"),
    (b"%PDF-1.7\n", "PDF"),
    (b"<html><table><tr><td>slug</td></tr></table></html>", "网页"),
    (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "XML"),
    (b"\x1f\x8b\x08", "压缩包"),
])  # fmt: skip
def test_other_kinds_of_files_are_told_plainly(raw, told):
    with pytest.raises(Malformed, match=told):
        rows(raw)


def listed(text):
    table = read_list(text.encode(), COLUMNS)
    return table.listed, [(row.line, row.values["slug"]) for row in table.rows]


def test_a_file_without_headings_may_be_read_as_a_list():
    assert listed('赌博\n\n 麻将 ,,\r\n"办,假证"\n\'傻瓜\n') == (
        True,
        [(1, "赌博"), (3, "麻将"), (4, "办,假证"), (5, "傻瓜")],
    )
    assert listed("slug,name\na,甲\n") == (False, [(2, "a")])
    assert listed("sep=;\nslug;name\na;甲\n") == (False, [(3, "a")])

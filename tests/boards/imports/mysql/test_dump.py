"""Reading MySQL dumps as a stream."""

import io

import pytest
from hypothesis import given, strategies as st

from boards.imports.mysql import dump
from boards.imports.mysql.dump import Row, read_dump
from boards.imports.mysql.encodings import GBK
from forum.problems import Malformed

TABLE = b"CREATE TABLE `pre_post` (\n  `pid` int(10) NOT NULL DEFAULT '0',\n  `message` text COMMENT 'a; b',\n  PRIMARY KEY (`pid`)\n) ENGINE=MyISAM;\n"


def rows(text, table="pre_post", **how):
    return [row.values for row in read_dump(io.BytesIO(text), **how) if row.table == table and row.values]


def test_columns_come_from_the_table_s_definition():
    assert rows(TABLE + b"INSERT INTO `pre_post` VALUES (1,'a'),(2,NULL);\n") == [
        {"pid": b"1", "message": b"a"},
        {"pid": b"2", "message": None},
    ]


def test_columns_that_an_insertion_names_go_before_the_definition():
    text = TABLE + b"INSERT IGNORE INTO pre_post (`message`, `pid`) VALUES ('a', 1);"
    assert rows(text) == [{"pid": b"1", "message": b"a"}]


def test_definitions_without_quoted_names():
    text = b"CREATE TABLE pre_post (\n  pid int(10),\n  message text,\n  PRIMARY KEY (pid),\n  KEY first (pid)\n);\n"
    assert rows(text + b"INSERT INTO pre_post VALUES ('1','a');") == [{"pid": b"1", "message": b"a"}]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (rb"'it\'s'", b"it's"),
        (b"'it''s'", b"it's"),
        (rb"'a\r\nb\\n\0\Z'", b"a\r\nb\\n\x00\x1a"),
        (rb"'\%\_'", b"%_"),
        (b"'a\nINSERT INTO `pre_post` VALUES (9,9);'", b"a\nINSERT INTO `pre_post` VALUES (9,9);"),
        (b"'),(3,''x'", b"),(3,'x"),
        (b"0xE4BDA0", "你".encode()),
        (b"0x", b""),
        (b"_binary '\xff'", b"\xff"),
        (b"-1.5e3", b"-1.5e3"),
        (b"null", None),
        (b"''", b""),
    ],
)
def test_each_kind_of_value(written, meant):
    assert rows(TABLE + b"INSERT INTO pre_post VALUES (7," + written + b");") == [{"pid": b"7", "message": meant}]


@pytest.mark.parametrize("text", ["誠信", "診所", "謀"])
def test_a_backslash_that_is_half_a_character_in_gbk_escapes_nothing(text):
    written = text.encode("gb18030")
    assert b"\\" in written
    values = b"(1,'" + written + b"'),(2,'" + written + rb"\'\\')"
    assert [row["message"] for row in rows(TABLE + b"INSERT INTO pre_post VALUES " + values + b";", encoding=GBK)] == [
        written,
        written + b"'\\",
    ]


def test_other_statements_and_comments_are_passed_over():
    text = (
        b"-- SCRUBBED\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `pre_post`;\nLOCK TABLES `pre_post` WRITE;\n"
    )
    assert rows(text + TABLE + b"INSERT INTO pre_post VALUES (1,'a');\nUNLOCK TABLES;\n") == [
        {"pid": b"1", "message": b"a"}
    ]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=60)), min_size=1, max_size=20), st.integers(1, 40))
def test_whatever_strings_contain_and_wherever_the_pieces_end_all_rows_come_back(values, piece):
    written = b",\n".join(b"(%d,'%s')" % (pid, _escaped(text)) for pid, text in values)
    before, dump.PIECE = dump.PIECE, piece
    try:
        found = rows(TABLE + b"INSERT INTO pre_post VALUES " + written + b";")
    finally:
        dump.PIECE = before
    assert found == [{"pid": b"%d" % pid, "message": text} for pid, text in values]


def _escaped(text):
    return text.replace(b"\\", b"\\\\").replace(b"'", b"\\'").replace(b"\0", b"\\0")


@pytest.mark.parametrize(
    "cut", [b"INSERT INTO pre_post VALUES (1,'a'),(2,'b", b"INSERT INTO pre_post VALUES (1,'a')", b"INSERT INTO pre_po"]
)
def test_a_file_that_ends_inside_a_statement_is_refused_with_the_place(cut):
    with pytest.raises(Malformed, match="断了"):
        rows(TABLE + cut)


def test_rows_before_the_cut_are_given():
    found = read_dump(io.BytesIO(TABLE + b"INSERT INTO pre_post VALUES (1,'a'),(2,'b"))
    assert next(found) == Row("pre_post", {})
    assert next(found) == Row("pre_post", {"pid": b"1", "message": b"a"})


def test_a_row_with_another_number_of_columns_is_refused():
    with pytest.raises(Malformed, match="列数对不上"):
        rows(TABLE + b"INSERT INTO pre_post VALUES (1,'a',3);")


def test_rows_without_any_definition_are_refused():
    with pytest.raises(Malformed, match="结构"):
        rows(b"INSERT INTO pre_post VALUES (1,'a');")


@pytest.mark.parametrize("text", [b"", b"hello", "你好".encode(), b"\x00\xff" * 100])
def test_what_is_no_dump_is_refused(text):
    with pytest.raises(Malformed, match="不是 MySQL"):
        rows(text)

"""Finding the encoding of a dump's texts, whatever it says."""

import io

import pytest

from boards.imports.mysql.encodings import GBK, UTF_8, decode, encoding_of, encoding_of_file

TEXT = "路灯不亮，请修一修。"


@pytest.mark.parametrize(("written", "found"), [("utf-8", UTF_8), ("gbk", GBK)])
def test_the_encoding_is_that_in_which_more_of_it_is_text(written, found):
    assert encoding_of([b"admin", *(TEXT.encode(written) for _ in range(5)), b"\xff\xfe\xff"]) == found


@pytest.mark.parametrize(("written", "found"), [("utf-8", UTF_8), ("gb18030", GBK)])
def test_the_encoding_of_a_file_is_that_of_its_beginning(written, found):
    file = io.BytesIO(f"INSERT INTO a VALUES ('{TEXT}','誠信');\n".encode(written) * 5)
    assert encoding_of_file(file) == found
    assert file.tell() == 0


def test_ascii_counts_as_utf_8():
    assert encoding_of([b"admin", b"test"]) == UTF_8


@pytest.mark.parametrize("encoding", [UTF_8, GBK])
def test_one_text_in_the_other_encoding_is_read_in_that_one(encoding):
    other = GBK if encoding == UTF_8 else UTF_8
    assert decode(TEXT.encode(other), encoding) == (TEXT, False)


@pytest.mark.parametrize("encoding", [UTF_8, GBK])
def test_a_character_that_was_cut_off_is_left_out(encoding):
    assert decode(TEXT[:-1].encode(encoding)[:-1], encoding) == (TEXT[:-2], False)


def test_damaged_bytes_are_replaced_and_said():
    assert decode(b"ab\xff\xff\xff\xffcd\xff" + TEXT.encode(), UTF_8) == (
        "ab\ufffd\ufffd\ufffd\ufffdcd\ufffd" + TEXT,
        True,
    )

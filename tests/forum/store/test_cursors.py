"""Cursors: each list's own text, and nothing else is read."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from boards.queries.lists import board_filters as board
from boards.queries.thread import thread_page
from forum.messages import M
from forum.problems import Malformed
from forum.store.cursors import COMPACT, ISO, NUMBER, SCORE, Cursor, number, text
from search.query import paging

AT = datetime(2014, 9, 22, 2, 30, tzinfo=UTC)
LATER = AT.replace(microsecond=50)

# list -> (its cursor, values, the text that addresses have carried since the list was made)
LISTS = {
    "a board by time": (board.BY_TIME, (AT, 17), "2014-09-22T02:30:00+00:00_17"),
    "a board by a time with fractions": (board.BY_TIME, (LATER, 17), "2014-09-22T02:30:00.000050+00:00_17"),
    "a board by support": (board.CURSORS["supports"], (3, 17), "3_17"),
    "search by relevance": (paging.CURSOR, (1.5, 17), "1.500000_17"),
    "search by date": (paging.CURSOR, (1411353000, 17), "1411353000_17"),
    "one author's floors": (thread_page.BY_FLOOR, (21,), "21"),
    "a thread as a tree": (thread_page.BY_PATH, ("0000100002",), "0000100002"),
}


@pytest.mark.parametrize("name", LISTS)
def test_an_address_reads_as_it_always_has(name):
    cursor, values, said = LISTS[name]
    assert cursor.encode(*values) == said
    assert cursor.decode(said) == values


MOMENTS = st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC))
PARTS = {
    "number": (NUMBER, st.integers(0, 10**18 - 1)),
    "short number": (number(3), st.integers(0, 999)),
    "iso": (ISO, MOMENTS),
    "compact": (COMPACT, MOMENTS),
    "score": (SCORE, st.integers(0, 10**9).map(lambda millionths: millionths / 10**6)),
    "seconds": (SCORE, st.integers(0, 10**11 - 1)),
    "text": (text("[a-z]+"), st.text("abz", min_size=1)),
}


@pytest.mark.parametrize("name", PARTS)
def test_what_is_written_is_read_again(name):
    part, values = PARTS[name]
    cursor = Cursor(part, NUMBER)

    @given(values, st.integers(0, 99))
    def written(value, row):
        assert cursor.decode(cursor.encode(value, row)) == (value, row)

    written()


WRONG = {
    NUMBER: ["", "x", "-1", "+1", " 1", "1 ", "01", "1.0", "٣", "１", "9" * 19, "1\n"],
    ISO: [
        "",
        "2014-09-22",
        "2014-09-22T10:00:00",
        "2014-09-22T10:00:00+08:00",
        "2014-09-22T02:30:00Z",
        "0001-01-01T00:00:00+08:00",
        "20140922T023000+00:00",
    ],
    COMPACT: ["", "20140922", "20141322T023000000050", "20140922T023000000050+0000", "20140922T02300050"],
    SCORE: ["", "nan", "inf", "1e5", "-1", "1.5", "1.", ".500000", "1.5000000", "9" * 12],
}


@pytest.mark.parametrize(("part", "raw"), [(part, raw) for part, raws in WRONG.items() for raw in raws])
def test_what_no_list_writes_is_malformed(part, raw):
    for cursor, said in ((Cursor(part), raw), (Cursor(NUMBER, part), f"7_{raw}"), (Cursor(part, NUMBER), f"{raw}_7")):
        with pytest.raises(Malformed):
            cursor.decode(said)


@given(st.text(max_size=40))
def test_any_other_text_is_malformed_and_breaks_nothing(said):
    for cursor, *_ in LISTS.values():
        with suppress(Malformed):
            assert cursor.encode(*cursor.decode(said)) == said


@pytest.mark.parametrize("said", ["7", "7_7_7", "7_7_", "_7_7", "7__7"])
def test_as_many_parts_as_the_list_has(said):
    with pytest.raises(Malformed):
        Cursor(NUMBER, NUMBER).decode(said)


def test_a_list_may_refuse_in_its_own_words():
    with pytest.raises(Malformed) as refusal:
        Cursor(NUMBER, refusal=M("没有这一页。")).decode("x")
    assert refusal.value.detail == M("没有这一页。")

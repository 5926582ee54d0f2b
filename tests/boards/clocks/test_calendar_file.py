import pytest

from boards.clocks.calendar_file import parse
from forum.problems import Malformed

GOOD = "date,working,name\n2027,complete,\n2027-01-01,rest,元旦\n2027-01-09,1,\n\n2027-05-03,0,劳动节\n"


def days(text):
    return {str(when): (day.working, day.name, day.line) for when, day in parse(text.encode()).days.items()}


def refusals(text):
    wrong = parse(text if isinstance(text, bytes) else text.encode()).wrong
    return {f"line {line}": str(message) for line, message in wrong.items()}


def test_a_file_says_which_days_are_worked_and_which_year_is_complete():
    assert days(GOOD) == {
        "2027-01-01": (False, "元旦", 3),
        "2027-01-09": (True, "", 4),
        "2027-05-03": (False, "劳动节", 6),
    }
    assert parse(GOOD.encode()).years == {2027: 2}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_spreadsheets_encoding_and_line_ends_are_taken(encoding, end):
    assert parse(GOOD.replace("\n", end).encode(encoding)) == parse(GOOD.encode())


@pytest.mark.parametrize("row", [
    "2027-02-30,rest,", "2027-13-01,rest,", "27-1-1,rest,", "01/02/2027,rest,", "1月1日,rest,", ",rest,",
    "2027-01-01,maybe,", "2027-01-01,,", "2027-01-01,2,", "2027-01-01", "2027-01-01,rest,a,b",
    "1999-12-31,rest,", "2200-01-01,rest,", "1999,complete,", "20270,complete,", "2027-01-01,complete,",
    "2027-01-01,rest," + "长" * 41, "2027-01-01,rest,\"两\n行\"", "2027-01-01,rest,\x07",
])  # fmt: skip
def test_a_wrong_line_is_named(row):
    wrong = refusals(f"date,working,name\n2027-05-01,rest,劳动节\n{row}\n2027-05-02,rest,\n")
    assert list(wrong) == ["line 3"]


def test_every_wrong_line_is_named_at_once():
    wrong = refusals("date,working,name\n2027-02-29,rest,\n2027-05-01,rest,\n2027-05-02,holiday,\n")
    assert list(wrong) == ["line 2", "line 4"]


def test_a_day_that_is_named_twice_is_refused_with_both_lines():
    wrong = refusals("date,working,name\n2027-05-01,rest,\n2027-05-02,rest,\n2027-05-01,rest,\n2027-05-02,work,\n")
    assert {
        line: ("第 2 行" in message, "第 3 行" in message, "矛盾" in message) for line, message in wrong.items()
    } == {
        "line 4": (True, False, False),
        "line 5": (False, True, True),
    }


def test_a_year_that_is_declared_twice_is_refused():
    assert list(refusals("date,working,name\n2027,complete,\n2027,complete,\n")) == ["line 3"]


@pytest.mark.parametrize("text", ["", "2027-01-01,rest,元旦\n", "when,working,name\n", "date，working，name\n"])
def test_a_file_without_the_header_is_refused(text):
    with pytest.raises(Malformed):
        parse(text.encode())


@pytest.mark.parametrize("raw", [b"date,working,name\n2027-01-01,rest,\xff\xff\n", b"\x00\x01\xff"])
def test_a_file_that_is_no_text_is_refused(raw):
    with pytest.raises(Malformed):
        parse(raw)


def test_a_quote_that_never_ends_is_refused_where_it_begins():
    with pytest.raises(Malformed, match="第 2 行"):
        parse('date,working,name\n2027-01-01,rest,"元旦\n2027-01-02,rest,\n'.encode())

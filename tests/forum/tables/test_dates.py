"""Dates and times as people and spreadsheets write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from forum.problems import Invalid
from forum.tables.dates import read_date, read_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("text", [
    "2027-01-01", "2027/1/1", "2027-1-1", "2027.1.1", "2027年1月1日", "2027年01月01日", "20270101", "2027 年 1 月 1 日", "2027年1月1",
    "２０２７／１／１", "2027–1–1", "2027/1/1 0:00", "2027/1/1 00:00:00", "2027-01-01T00:00:00", "2027年1月1日 星期五", "2027/1/1（周五）",
])  # fmt: skip
def test_the_first_of_january_is_read_however_it_is_written(text):
    assert read_date(text) == date(2027, 1, 1)


@pytest.mark.parametrize("text", ["31/12/2027", "12/31/2027", "31-12-2027", "31.12.2027"])
def test_a_year_at_the_end_is_taken_where_only_one_number_can_be_the_month(text):
    assert read_date(text) == date(2027, 12, 31)


@pytest.mark.parametrize(("text", "told"), [
    ("1/1/2027", "哪个是月"), ("1/2/2027", "哪个是月"), ("12-11-2027", "哪个是月"), ("13/13/2027", "没有"),
    ("2027-02-29", "没有"), ("2027/13/1", "没有"), ("2027年2月30日", "没有"), ("20271301", "没有"), ("0000-01-01", "没有"),
    ("2027年1月1日 星期六", "对不上"), ("27/1/1", "应当是"), ("2027-1/1", "应当是"), ("2027年1-1", "应当是"), ("1月1日", "应当是"),
    ("", "应当是"), ("元旦", "应当是"), ("46388", "应当是"), ("2027/1/1 8:00", "应当是"), ("2027.0101", "应当是"), ("9" * 5000, "应当是"),
])  # fmt: skip
def test_what_is_no_certain_date_is_told(text, told):
    with pytest.raises(Invalid, match=told):
        read_date(text)


@pytest.mark.parametrize("text", [
    "2019/4/24 15:40", "2019-04-24 15:40:00", "2019-04-24T15:40", "2019年4月24日15时40分", "2019年4月24日 15:40", "20190424 15:40",
    "2019-04-24T07:40:00Z", "2019-04-24T15:40:00+08:00", "2019-04-24 16:40 +0900", "2019.4.24 15:40:00.000", "２０１９／４／２４　１５：４０",
])  # fmt: skip
def test_a_moment_without_offset_is_the_citys_time(text):
    assert read_moment(text, SHANGHAI) == datetime(2019, 4, 24, 15, 40, tzinfo=SHANGHAI)


def test_a_date_alone_is_its_midnight():
    assert read_moment("2019/4/24", SHANGHAI) == datetime(2019, 4, 24, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "text",
    ["2019/4/24 25:00", "2019/4/24 下午3:40", "2019/4/24 15", "15:40", "", "4/5/2019 15:40", "2019-04-24T15:40+99:99"],
)
def test_what_is_no_certain_moment_is_told(text):
    with pytest.raises(Invalid):
        read_moment(text, SHANGHAI)

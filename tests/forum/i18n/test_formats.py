from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from forum.i18n import formats

SHANGHAI = ZoneInfo("Asia/Shanghai")
LATE = datetime(2014, 9, 30, 16, 59, 59, 999999, tzinfo=UTC)


def test_a_time_is_shown_on_the_city_s_clock_and_never_rounded_up():
    assert formats.moment(LATE, SHANGHAI) == "2014-10-01 00:59"
    assert formats.iso(LATE, SHANGHAI) == "2014-10-01T00:59:59+08:00"


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "2014年10月1日"), ("en", "1 October 2014")])
def test_a_day_is_shown_in_words(language, words):
    assert formats.day(LATE, SHANGHAI, language) == words


@pytest.mark.parametrize(("value", "words"), [(0, "0"), (999, "999"), (14301, "14,301")])
def test_numbers_are_grouped(value, words):
    assert formats.number(value) == words


@pytest.mark.parametrize(("rate", "words"), [(99.19, "99.19%"), (66.9, "66.90%"), (None, "–"), (0.0, "0.00%")])
def test_a_rate_has_two_decimals_or_a_dash(rate, words):
    assert formats.percent(rate) == words

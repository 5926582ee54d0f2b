"""The time left of a clock as text, at the borders between its units."""

from datetime import timedelta

import pytest

from boards.queries.parts.countdown import duration_text, time_left
from forum.messages import M


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 分钟"),
        (59, "0 分钟"),
        (60, "1 分钟"),
        (3599, "59 分钟"),
        (3600, "1 小时 0 分"),
        (86399, "23 小时 59 分"),
        (86400, "1 天 0 小时"),
        (2 * 86400 - 1, "1 天 23 小时"),
    ],
)
def test_the_unit_changes_at_the_full_hour_and_at_the_full_day(seconds, text):
    assert str(duration_text(seconds)) == text


@pytest.mark.parametrize(
    ("left", "sentence", "span"),
    [
        (timedelta(hours=1, minutes=20), "还剩 %(span)s", "1 小时 20 分"),
        (timedelta(0), "还剩 %(span)s", "0 分钟"),
        (timedelta(microseconds=-1), "已逾期 %(span)s", "0 分钟"),
        (timedelta(seconds=-1), "已逾期 %(span)s", "0 分钟"),
        (timedelta(days=-2), "已逾期 %(span)s", "2 天 0 小时"),
    ],
)
def test_a_clock_is_said_to_be_overdue_right_after_its_due_time_as_its_badge_says(now, left, sentence, span):
    found = time_left(now + left, now)
    assert (found.msgid, str(found.values["span"])) == (sentence, span)


def test_the_span_is_a_message_of_its_own_to_be_translated(now):
    assert time_left(now + timedelta(minutes=5), now) == M("还剩 %(span)s", span=M("%(m)s 分钟", m=5))

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from forum.clock import Clock, FixedClock, local

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_the_clock_tells_an_aware_time_in_utc_that_goes_forward():
    first, second = Clock().now(), Clock().now()
    assert first.tzinfo is UTC
    assert first <= second


def test_a_fixed_clock_stands_still_until_moved():
    clock = FixedClock(datetime(2014, 9, 30, 10, 0, tzinfo=SHANGHAI))
    assert clock.now() == clock.now() == datetime(2014, 9, 30, 2, 0, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    assert clock.advance(timedelta(hours=2)) == clock.now() == datetime(2014, 9, 30, 4, tzinfo=UTC)
    clock.set(datetime(2013, 1, 1, tzinfo=UTC))
    assert clock.now().year == 2013


def test_local_shows_the_wall_clock_of_the_zone():
    shown = local(datetime(2014, 9, 30, 18, 30, tzinfo=UTC), SHANGHAI)
    assert (shown.day, shown.hour, shown.minute) == (1, 2, 30)


@pytest.mark.parametrize("use", [FixedClock, lambda at: local(at, SHANGHAI)])
def test_a_time_without_a_zone_is_refused(use):
    with pytest.raises(ValueError, match="zone"):
        use(datetime(2014, 9, 30))

"""How often somebody may have what costs time: counted in one process, for a sliding while."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts.limits import Pace
from forum.problems import TooMany

NOW = datetime(2014, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_who_is_too_fast_is_told_how_long_to_wait_and_then_goes_on():
    pace = Pace(2, 10 * SECOND)
    pace.take("asker", NOW)
    pace.take("asker", NOW + 4 * SECOND)
    with pytest.raises(TooMany) as refused:
        pace.take("asker", NOW + 5 * SECOND)
    assert refused.value.retry_after == 5
    pace.take("asker", NOW + 10 * SECOND)


def test_one_does_not_wait_for_another_and_nobody_where_limits_are_off():
    pace = Pace(1, SECOND)
    for subject in ("asker", "neighbour"):
        pace.take(subject, NOW)
    pace.take("asker", NOW, enabled=False)
    with pytest.raises(TooMany):
        pace.take("asker", NOW)


def test_who_has_waited_long_enough_is_forgotten(monkeypatch):
    monkeypatch.setattr("forum.accounts.limits.KNOWN", 3)
    pace = Pace(1, SECOND)
    for number in range(9):
        pace.take(number, NOW + number * SECOND)
    assert len(pace._taken) <= 3

"""The rate limits: a sliding while for each kind and subject, and no more than that for requests that come at once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts import limits
from forum.accounts.models import Attempt
from forum.problems import TooMany
from forum.store import db

NOW = datetime(2014, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CROWD = 40


@pytest.fixture(params=["in the database", "in memory"])
def counter(request, database):
    return limits.InMemory() if request.param == "in memory" else limits.ATTEMPTS


@pytest.fixture
def limit(monkeypatch):
    """limit(most, within): the limit of the kind "test"."""
    return lambda most, within: monkeypatch.setitem(limits.LIMITS, "test", (most, within))


def test_who_is_too_fast_is_told_how_long_to_wait_and_then_goes_on(counter, limit):
    limit(2, 10 * SECOND)
    limits.enforce_limit("test", "asker", NOW, counter=counter)
    limits.enforce_limit("test", "asker", NOW + 4 * SECOND, counter=counter)
    with pytest.raises(TooMany) as refused:
        limits.enforce_limit("test", "asker", NOW + 5 * SECOND, counter=counter)
    assert refused.value.retry_after == 5
    limits.enforce_limit("test", "asker", NOW + 10 * SECOND, counter=counter)


def test_one_does_not_wait_for_another_and_nobody_where_limits_are_off(counter, limit):
    limit(1, SECOND)
    for subject in ("asker", "neighbour"):
        limits.enforce_limit("test", subject, NOW, counter=counter)
    limits.enforce_limit("test", "asker", NOW, enabled=False, counter=counter)
    with pytest.raises(TooMany):
        limits.enforce_limit("test", "asker", NOW, counter=counter)


def test_one_kind_does_not_count_for_another(counter, limit):
    limit(1, SECOND)
    limits.enforce_limit("test", "asker", NOW, counter=counter)
    limits.enforce_limit("similar", "asker", NOW, counter=counter)


def test_a_request_that_began_later_counts_though_it_was_served_first(counter, limit):
    limit(1, 10 * SECOND)
    limits.enforce_limit("test", "asker", NOW + SECOND, counter=counter)
    with pytest.raises(TooMany):
        limits.enforce_limit("test", "asker", NOW, counter=counter)


def test_a_clock_that_was_far_ahead_locks_nobody_out(counter, limit):
    limit(1, 10 * SECOND)
    limits.enforce_limit("test", "asker", NOW + timedelta(days=400), counter=counter)
    limits.enforce_limit("test", "asker", NOW, counter=counter)


def test_who_has_waited_long_enough_is_forgotten(limit, monkeypatch):
    monkeypatch.setattr(limits, "KNOWN", 3)
    limit(1, SECOND)
    counter = limits.InMemory()
    for number in range(9):
        limits.enforce_limit("test", number, NOW + number * SECOND, counter=counter)
    assert len(counter._taken) <= 3


def test_of_forty_at_once_exactly_as_many_pass_as_the_limit_says(counter, limit):
    limit(10, timedelta(minutes=1))
    passed = together(
        lambda number: limits.enforce_limit("test", "asker", NOW + number * SECOND / CROWD, counter=counter)
    )
    assert passed == 10
    if counter is limits.ATTEMPTS:
        assert Attempt.select().where(Attempt.kind == "test").count() == 10


def test_rows_are_counted_only_inside_the_write_that_adds_one(database):
    with pytest.raises(RuntimeError):
        limits.enforce_limit("post", 1, NOW, counter=limits.Rows(Attempt.subject, Attempt.at))


def together(use):
    """How many of CROWD threads, each with a connection of its own, `use(number)` lets pass at the same moment."""
    start, passed, refused = threading.Barrier(CROWD), [], []

    def act(number):
        with db.connection():
            start.wait(30)
            try:
                use(number)
                passed.append(number)
            except TooMany:
                refused.append(number)

    threads = [threading.Thread(target=act, args=(number,)) for number in range(CROWD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) + len(refused) == CROWD
    return len(passed)

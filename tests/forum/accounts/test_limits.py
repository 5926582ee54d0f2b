"""The rate limits: a sliding while for each kind and subject, and no more than that for requests that come at once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts import limits
from forum.accounts.models import Attempt
from forum.problems import TooMany
from forum.reading_limits import shared
from forum.reading_limits.models import RecentUse
from forum.store import db

NOW = datetime(2014, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CROWD = 40


@pytest.fixture(params=["in the database", "in memory", "of reads"])
def counter(request, database):
    return {
        "in memory": limits.InMemory,
        "in the database": limits.Attempts,
        "of reads": shared.counter_of_reads,
    }[request.param]()


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
    if isinstance(counter, limits.Attempts):
        assert Attempt.select().where(Attempt.kind == "test").count() == 10


@pytest.fixture
def two_processes(database):
    """The counters of two processes on one PostgreSQL."""
    return shared.counter_of_reads(), shared.counter_of_reads()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # with SQLite each process counts its own
def test_reading_is_limited_for_all_processes_together(two_processes, limit):
    limit(4, timedelta(minutes=1))
    for number in range(4):
        limits.enforce_limit("test", "asker", NOW + number * SECOND, counter=two_processes[number % 2])
    for counter in two_processes:
        with pytest.raises(TooMany) as refused:
            limits.enforce_limit("test", "asker", NOW + 10 * SECOND, counter=counter)
        assert refused.value.retry_after == 50


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # with SQLite each process counts its own
def test_uses_that_count_no_longer_are_deleted(two_processes, limit, monkeypatch):
    monkeypatch.setattr(shared, "CLEANED", 3)
    limit(1, SECOND)
    for number in range(9):
        limits.enforce_limit("test", number, NOW + 2 * number * SECOND, counter=two_processes[0])
    assert RecentUse.select().count() == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # with SQLite each process counts its own
def test_where_the_database_takes_no_writes_a_process_still_counts_its_own(two_processes, limit):
    limit(1, SECOND)
    db.database.execute_sql("SET default_transaction_read_only = on")
    limits.enforce_limit("test", "asker", NOW, counter=two_processes[0])
    with pytest.raises(TooMany):
        limits.enforce_limit("test", "asker", NOW, counter=two_processes[0])
    db.database.execute_sql("SET default_transaction_read_only = off")


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

"""Writers of one SQLite file take turns: who waits tries again soon, and the worker rests for them."""

import threading

import peewee
import pytest

from forum.accounts.models import Attempt
from forum.store import db
from forum.store.sql import turns

# Writers on PostgreSQL wait in the queue of its advisory lock.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ENOUGH = 500  # transactions


@pytest.fixture
def sqlite(database_url):
    """A SQLite database, of whose connections each thread takes its own."""
    opened = db.connect(database_url)
    yield opened
    opened.close_all()


def write(now):
    with db.connection(), db.write():
        Attempt.insert(kind="turn", subject="one", at=now).execute()


def test_a_writer_waits_until_the_other_one_is_done(sqlite, now):
    begun, waited = threading.Event(), []

    def hold():
        with db.connection(), db.write():
            Attempt.insert(kind="turn", subject="other", at=now).execute()
            begun.set()
            wait(3)

    def wait(tries):
        while len(waited) < tries:
            threading.Event().wait(0.001)

    handler = turns.Waiting.__call__
    with pytest.MonkeyPatch.context() as at:
        at.setattr(turns.Waiting, "__call__", lambda self, tries: waited.append(tries) or handler(self, tries))
        holding = threading.Thread(target=hold)
        holding.start()
        begun.wait()
        write(now)
        holding.join()
    assert waited[:3] == [0, 1, 2]
    with db.connection():
        assert [subject for (subject,) in Attempt.select(Attempt.subject).order_by(Attempt.id).tuples()] == [
            "other",
            "one",
        ]


def test_a_writer_that_waits_too_long_is_told_that_the_database_is_locked(sqlite, now, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0)
    with db.connection(), db.write():
        refused = []
        other = threading.Thread(target=lambda: refused.append(pytest.raises(peewee.OperationalError, write, now)))
        other.start()
        other.join()
    assert "locked" in str(refused[0].value)


def test_others_write_while_the_worker_writes_one_transaction_after_the_other(sqlite, now, monkeypatch):
    monkeypatch.setattr(turns, "_giving_way", True)
    written, done = [], threading.Event()

    def work():
        while not done.is_set() and len(written) < ENOUGH:
            write(now)
            written.append("worker")

    working = threading.Thread(target=work)
    working.start()
    for _ in range(5):
        write(now)
    done.set()
    working.join()
    assert len(written) < ENOUGH


def test_only_who_gives_way_rests(sqlite, now, monkeypatch):
    rests = []
    monkeypatch.setattr(turns.time, "sleep", rests.append)
    write(now)
    assert rests == []
    monkeypatch.setattr(turns, "_giving_way", False)
    turns.give_way()
    write(now)
    assert rests == [turns.REST]

"""Counted views are added to what the database holds, by every process and after a failure too."""

from contextlib import contextmanager

import peewee
import pytest

from boards.models.viewing import ThreadViews
from boards.viewing.counter import ViewCounter
from boards.viewing.flushing import Flusher
from forum.store import db


@pytest.fixture
def processes(now):
    """The counters of two web processes, which have three and two views of thread 1."""
    counters = ViewCounter(), ViewCounter()
    for counter, visitors in zip(counters, ("abc", "ab"), strict=True):
        for visitor in visitors:
            counter.add(1, visitor, now)
    return counters


def stored():
    return dict(ThreadViews.select(ThreadViews.thread, ThreadViews.views).tuples())


def test_the_views_of_two_processes_add_up(question, processes):
    for counter in processes:
        Flusher(counter).flush()
        Flusher(counter).flush()
    assert stored() == {1: 5}


def test_views_wait_for_a_database_that_refuses(question, processes, monkeypatch):
    @contextmanager
    def locked():
        raise peewee.OperationalError("database is locked")
        yield

    flusher = Flusher(processes[0])
    with monkeypatch.context() as refusing:
        refusing.setattr(db, "write", locked)
        flusher.flush()
    assert stored() == {}
    flusher.flush()
    assert stored() == {1: 3}


def test_views_of_a_thread_that_is_not_there_do_not_keep_the_others_back_for_good(question, processes, now):
    counter = processes[0]
    counter.add(999, "a", now)
    flusher = Flusher(counter)
    flusher.flush()
    counter.add(1, "d", now)
    flusher.flush()
    assert stored() == {1: 1}

"""The worker's threads rest while nobody writes, and for a bounded time."""

from threading import Event

from forum.clock import FixedClock
from forum.store import worker
from forum.store.sql.changes import EVERY, LINGER, LONGEST, Changes


class Site:
    """A database's state and a clock, both set by hand."""

    def __init__(self):
        self.state, self.seconds = 1, 100.0
        self.changes = Changes(lambda: self.state, lambda: self.seconds)

    def pass_by(self, seconds):
        self.seconds += seconds
        return self.changes.may_rest(self.seconds)


def test_threads_rest_once_nothing_has_changed_for_a_while_and_wake_with_a_change():
    site = Site()
    assert not site.pass_by(1)
    assert site.pass_by(LINGER + 1)
    site.state = 2
    assert not site.pass_by(1)
    assert not site.pass_by(LINGER)
    assert site.pass_by(1)


def test_nobody_rests_while_the_database_does_not_answer():
    site = Site()
    site.pass_by(LINGER)
    site.state = None
    assert not site.pass_by(LINGER + 1)
    assert not site.pass_by(LINGER + 1)


def test_nobody_rests_longer_than_allowed():
    site = Site()
    site.pass_by(1)
    assert site.pass_by(LINGER + 1)
    assert site.changes.may_rest(site.seconds - LONGEST + 0.1)
    assert not site.changes.may_rest(site.seconds - LONGEST)


def test_the_database_is_asked_once_for_all_threads():
    asked, site = [], Site()
    changes = Changes(lambda: asked.append(1), lambda: site.seconds)
    site.pass_by(EVERY)
    for _ in range(20):
        changes.may_rest(site.seconds)
    assert len(asked) == 1


def test_a_worker_takes_no_step_while_it_may_rest(database, now):
    database.close()
    site, stop, steps = Site(), Event(), []
    site.pass_by(1)

    class Waiting:
        def wait(self, seconds):
            site.seconds += seconds
            return stop.wait(0)

        def is_set(self):
            return site.seconds > 200

    worker.run(lambda now: steps.append(1) or (), FixedClock(now), Waiting(), None, site.changes)
    assert len(steps) < 100 / LONGEST + 2 * LINGER / worker.PAUSE

"""The worker: runs in a loop every reader of the log that no other worker runs (forum.store.leads)."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from threading import Event
from time import monotonic
from typing import Protocol

import peewee

from forum.clock import Clock
from forum.store import db
from forum.store.leads.leads import Leads
from forum.store.sql.causes import is_passing, told
from forum.store.sql.changes import Changes

log = logging.getLogger(__name__)

PAUSE = 0.5  # seconds between two turns, so that what is posted meanwhile is read in one batch
LONGEST_PAUSE = 2.0  # seconds, after a turn that read much: larger batches cost less an entry
MANY = 25  # entries in one turn, for each so many of which the pause is longer by PAUSE


class Advancing(Protocol):
    """Work in steps: a reader of the log, or upkeep that runs beside the readers."""

    name: str

    def advance(self, now: datetime) -> int:
        """Do one step; returns how many entries were passed, 0 when there was nothing to do."""


class Upkeep:
    """Upkeep beside the readers: `work` of a subclass runs once in `every`, and at once again while it does something."""

    every = timedelta(seconds=10)
    next_at: datetime | None = None

    def advance(self, now: datetime) -> int:
        """One step; returns how much was done."""
        if self.next_at and self.next_at - self.every <= now < self.next_at:  # a clock set back waits no longer
            return 0
        done = self.work(now)
        self.next_at = None if done else now + self.every
        return done

    def work(self, now: datetime) -> int:
        """Do what is to be done at `now`; returns how much that was."""
        raise NotImplementedError


class LogReader(Advancing, Protocol):
    """A reader of the log (forum.store.readers.Reader, the ledger's signer, the search index)."""

    def catch_up(self, now: datetime) -> int:
        """Read to the end of the log; returns how many entries were passed."""


def run(
    readers_at: Callable[[datetime], Sequence[Advancing]],
    clock: Clock,
    stop: Event | None = None,
    leads: Leads | None = None,
    changes: Changes | None = None,
) -> None:
    """Run until `stop` is set; `readers_at(now)` returns the readers under the city's rules at that time.

    It goes on without a pause with the readers of the log that have a full batch to read, and with upkeep that has
    anything to do; the others wait for the next turn, so that they too have a batch to read. It rests while
    `changes` says that it may.
    """
    stop = stop or Event()
    while not stop.is_set():
        begun, since = monotonic(), changes.now() if changes else 0.0
        waiting = _ready(readers_at, clock.now())
        passed = 0
        while waiting and not stop.is_set():
            done = list(_steps(waiting, clock, leads))
            passed = max(passed, *(number for _, number in done), 0)
            waiting = [reader for reader, number in done if number >= getattr(reader, "batch", 1)]
            if monotonic() - begun >= pause_after(passed):
                break
        else:
            stop.wait(pause_after(passed))
            while changes and changes.may_rest(since) and not stop.is_set():
                stop.wait(PAUSE)


def pause_after(passed: int) -> float:
    """Seconds until the next turn after one in which a reader passed so many entries."""
    return min(PAUSE * (1 + passed / MANY), LONGEST_PAUSE)


def step(readers: Iterable[Advancing], clock: Clock, leads: Leads | None = None) -> int:
    """One step of every reader that this worker runs; returns how many entries were passed.

    A reader that fails is tried again next time. Without `leads` there is no other worker.
    """
    return sum(passed for _, passed in _steps(readers, clock, leads))


def _steps(readers: Iterable[Advancing], clock: Clock, leads: Leads | None) -> Iterator[tuple[Advancing, int]]:
    """(reader, how many entries it passed) of those that this worker runs and that did not fail."""
    for reader in readers:
        try:
            if leads is not None and not leads.holds(reader):
                continue
            with db.connection():
                passed = reader.advance(clock.now())
                if leads is not None:
                    leads.after_step(reader)
        except (peewee.OperationalError, peewee.InterfaceError, OSError) as error:
            log.warning("reader %s waits: %s", reader.name, told(error))
        except Exception as error:
            if is_passing(error):
                log.warning("reader %s waits: %s", reader.name, told(error))
            else:
                log.exception("reader %s failed and will be tried again", reader.name)
        else:
            yield reader, passed


def _ready(readers_at: Callable[[datetime], Sequence[Advancing]], now: datetime) -> Sequence[Advancing]:
    try:
        with db.connection():
            return readers_at(now)
    except (peewee.OperationalError, peewee.InterfaceError) as error:
        log.warning("the worker waits: %s", told(error))
        return ()


def catch_up(readers: Iterable[LogReader], now: datetime) -> int:
    """Run every reader to the end of the log; returns how many entries were passed."""
    with db.connection():
        return sum(reader.catch_up(now) for reader in readers)

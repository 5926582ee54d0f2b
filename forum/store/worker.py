"""The worker: runs every reader of the log, again and again, and tidies up what may be forgotten."""

import logging
from threading import Event

import peewee

from forum.store import db

log = logging.getLogger(__name__)

PAUSE = 0.5  # seconds between two looks at the log when there was nothing to do


def run(readers_at, clock, stop=None):
    """Work until `stop` (a threading.Event) is set; `readers_at(now)` gives the readers, by the city's rules as they are then."""
    stop = stop or Event()
    while not stop.is_set():
        if not step(_ready(readers_at, clock.now()), clock):
            stop.wait(PAUSE)


def step(readers, clock):
    """One turn of every reader; returns how many entries were passed. One that fails is tried again next time."""
    passed = 0
    for reader in readers:
        try:
            with db.connection():
                passed += reader.advance(clock.now())
        except peewee.OperationalError as error:
            log.warning("reader %s waits: %s", reader.name, error)
        except Exception:
            log.exception("reader %s failed and will be tried again", reader.name)
    return passed


def _ready(readers_at, now):
    try:
        with db.connection():
            return readers_at(now)
    except peewee.OperationalError as error:
        log.warning("the worker waits: %s", error)
        return ()


def catch_up(readers, now):
    """Run every reader to the end of the log."""
    with db.connection():
        return sum(reader.catch_up(now) for reader in readers)

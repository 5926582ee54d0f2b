"""The worker's part of the outbox: claims what is due, sends it outside of any transaction, and notes what became of it."""

import logging
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from forum.outbox.actions import content_of
from forum.outbox.models import OutboxItem
from forum.private import DecryptionError, Encryptor
from forum.store import db

log = logging.getLogger(__name__)

AT_ONCE = 20  # items of one step
LONGEST_STEP = 60  # seconds after which a step begins no further attempt, so that none outlasts its lease
LEASE = timedelta(minutes=5)  # how long an attempt may take before another worker makes it again
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))  # after each attempt that failed
KEPT = timedelta(days=30)  # how long the row, without its content, tells that something was sent
FAILED_KEPT = timedelta(
    days=7
)  # how long the content of what was given up is kept, for an administrator who tries again


class Delayed(Exception):
    """It could not be sent now; the text says why, without anything private."""


class Refused(Exception):
    """It can never be sent; the text says why, without anything private."""


class Unsure(Refused):
    """It may have been sent, or not: it is not sent again by itself, and an administrator decides."""


class Unwanted(Refused):
    """It is not to be sent any more; its content is erased at once."""


class Transport(Protocol):
    """What sends the items of one channel.

    With an attribute `once` that is true, an item is not sent again after an attempt of which nobody knows how it ended: a receiver
    that cannot tell doubles would get two.
    """

    def send(self, key: str, content: Mapping[str, str]) -> None:
        """Send one item; raises Delayed or Refused. `key` is the same at every attempt, so that a receiver can tell."""


class Sending:
    """Upkeep in the worker. `transports`: {channel: Transport}; items of other channels wait."""

    name = "outbox"

    def __init__(self, transports: Mapping[str, Transport], encryptor: Encryptor) -> None:
        self.transports = transports
        self.encryptor = encryptor

    def advance(self, now: datetime) -> int:
        """Make the attempts that are due; returns how many."""
        _delete_old(now)
        due = OutboxItem.select().where(OutboxItem.due_at <= now, OutboxItem.channel.in_(list(self.transports)))
        began, made = time.monotonic(), 0
        for item in due.order_by(OutboxItem.due_at, OutboxItem.id).limit(AT_ONCE):
            if time.monotonic() - began > LONGEST_STEP:
                break
            if _claim(item, now):
                self._attempt(item, now)
                made += 1
        return made

    def _attempt(self, item: OutboxItem, now: datetime) -> None:
        try:
            if item.expires_at and item.expires_at <= now:
                raise Unwanted("it came too late")
            transport = self.transports[item.channel]
            if _was_interrupted(item) and getattr(transport, "once", False):
                raise Unsure("it was interrupted while it was sent; whether it arrived is not known")
            transport.send(item.key, content_of(item, self.encryptor))
        except Delayed as reason:
            _put_off(item, str(reason), now)
        except Unwanted as reason:
            log.info("%s %s is not sent: %s", item.channel, item.key, reason)
            _finish(item, failed_at=now, error=str(reason))
        except (Refused, DecryptionError) as reason:
            log.error("%s %s is given up: %s", item.channel, item.key, reason)
            _fail(item, str(reason), now)
        except Exception as error:
            log.exception("%s %s could not be sent", item.channel, item.key)
            _put_off(item, type(error).__name__, now)
        else:
            _finish(item, sent_at=now, error="")


def _claim(item: OutboxItem, now: datetime) -> bool:
    """Whether this attempt is ours: of several workers that read the row only one moves its due time on."""
    with db.write():
        moved = OutboxItem.update(due_at=now + LEASE, attempts=OutboxItem.attempts + 1, error="").where(
            OutboxItem.id == item.id, OutboxItem.due_at == item.due_at
        )
        return bool(moved.execute())


def _was_interrupted(item: OutboxItem) -> bool:
    """Whether the attempt before, of this row as it was read, left no word of how it ended."""
    return item.attempts > 0 and not item.error


def _put_off(item: OutboxItem, reason: str, now: datetime) -> None:
    if item.attempts >= len(DELAYS):  # as it was before this attempt
        log.error("%s %s is given up after %s attempts: %s", item.channel, item.key, item.attempts + 1, reason)
        _fail(item, reason, now)
    else:
        log.warning("%s %s waits: %s", item.channel, item.key, reason)
        _update(item, due_at=now + DELAYS[item.attempts], error=reason[:200])


def _fail(item: OutboxItem, reason: str, now: datetime) -> None:
    """Give an item up; its content is kept for FAILED_KEPT."""
    _update(item, due_at=None, error=reason[:200] or "?", failed_at=now)


def _finish(item: OutboxItem, *, error: str, **when: datetime) -> None:
    _update(item, due_at=None, sealed=None, error=error[:200], **when)


def _update(item: OutboxItem, **columns: object) -> None:
    with db.write():
        OutboxItem.update(**columns).where(OutboxItem.id == item.id).execute()


def _delete_old(now: datetime) -> None:
    old = (OutboxItem.sent_at < now - KEPT) | (OutboxItem.failed_at < now - KEPT)
    failed = (OutboxItem.failed_at < now - FAILED_KEPT) | (
        OutboxItem.failed_at.is_null(False) & (OutboxItem.expires_at <= now)
    )
    useless = OutboxItem.sealed.is_null(False) & failed
    if OutboxItem.select().where(old | useless).exists():
        with db.write():
            OutboxItem.delete().where(old).execute()
            OutboxItem.update(sealed=None).where(useless).execute()

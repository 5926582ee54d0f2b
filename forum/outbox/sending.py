"""The worker's part of the outbox: claims what is due, sends it outside of any transaction, and notes what became of it."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from forum.outbox.actions import content_of
from forum.outbox.models import OutboxItem
from forum.private import DecryptionError, Encryptor
from forum.store import db

log = logging.getLogger(__name__)

AT_ONCE = 20  # items of one step
LEASE = timedelta(minutes=5)  # how long an attempt may take before another worker makes it again
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))  # after each attempt that failed
KEPT = timedelta(days=30)  # how long the row, without its content, tells that something was sent


class Delayed(Exception):
    """It could not be sent now; the text says why, without anything private."""


class Refused(Exception):
    """It can never be sent; the text says why, without anything private."""


class Transport(Protocol):
    """What sends the items of one channel."""

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
        claimed = [item for item in due.order_by(OutboxItem.due_at, OutboxItem.id).limit(AT_ONCE) if _claim(item, now)]
        for item in claimed:
            self._attempt(item, now)
        return len(claimed)

    def _attempt(self, item: OutboxItem, now: datetime) -> None:
        try:
            if item.expires_at and item.expires_at <= now:
                raise Refused("it came too late")
            self.transports[item.channel].send(item.key, content_of(item, self.encryptor))
        except Delayed as reason:
            _put_off(item, str(reason), now)
        except (Refused, DecryptionError) as reason:
            log.error("%s %s is given up: %s", item.channel, item.key, reason)
            _finish(item, failed_at=now, error=str(reason))
        except Exception as error:
            log.exception("%s %s could not be sent", item.channel, item.key)
            _put_off(item, type(error).__name__, now)
        else:
            _finish(item, sent_at=now, error="")


def _claim(item: OutboxItem, now: datetime) -> bool:
    """Whether this attempt is ours: of several workers that read the row only one moves its due time on."""
    with db.write():
        moved = OutboxItem.update(due_at=now + LEASE, attempts=OutboxItem.attempts + 1).where(
            OutboxItem.id == item.id, OutboxItem.due_at == item.due_at
        )
        return bool(moved.execute())


def _put_off(item: OutboxItem, reason: str, now: datetime) -> None:
    if item.attempts >= len(DELAYS):  # as it was before this attempt
        log.error("%s %s is given up after %s attempts: %s", item.channel, item.key, item.attempts + 1, reason)
        _finish(item, failed_at=now, error=reason)
    else:
        log.warning("%s %s waits: %s", item.channel, item.key, reason)
        _update(item, due_at=now + DELAYS[item.attempts], error=reason[:200])


def _finish(item: OutboxItem, *, error: str, **when: datetime) -> None:
    _update(item, due_at=None, sealed=None, error=error[:200], **when)


def _update(item: OutboxItem, **columns: object) -> None:
    with db.write():
        OutboxItem.update(**columns).where(OutboxItem.id == item.id).execute()


def _delete_old(now: datetime) -> None:
    old = (OutboxItem.sent_at < now - KEPT) | (OutboxItem.failed_at < now - KEPT)
    if OutboxItem.select().where(old).exists():
        with db.write():
            OutboxItem.delete().where(old).execute()

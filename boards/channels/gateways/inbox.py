"""What came in by a gateway: stored when it comes, so that the gateway is answered at once, and worked by the worker, once.

A message is worked in one transaction with the note that it was: killed at any moment, nothing is lost and nothing done twice.
"""

import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

import peewee

from boards.channels.gateways.failures import FailureKind, note_failure
from boards.channels.gateways.models import Inbound
from forum.private import Encryptor
from forum.store import db
from forum.store.worker import Upkeep

log = logging.getLogger(__name__)

AT_ONCE = 20  # messages of one step
DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 60, 600))  # after each attempt that failed
KEPT = timedelta(days=7)  # how long a message that comes again is known, and counts as traffic

Content = Mapping[str, Any]


class Handler(Protocol):
    """What works the messages of one channel."""

    def prepare(self, content: Content, now: datetime) -> Any:
        """Before the transaction: what takes long or asks the network."""

    def handle(self, content: Content, prepared: Any, key: str, now: datetime) -> None:
        """Inside the transaction."""

    def give_up(self, content: Content, key: str, now: datetime) -> None:
        """Inside a transaction: the message could not be worked."""


def receive(channel: str, key: str, content: Content, *, now: datetime, encryptor: Encryptor) -> bool:
    """Store a message for the worker; returns whether it is the first of that `key`."""
    row = {
        "channel": channel,
        "key": key,
        "sealed": encryptor.encrypt(json.dumps(content, ensure_ascii=False), _purpose(channel, key)),
        "received_at": now,
        "due_at": now,
    }
    same = Inbound.select().where(Inbound.channel == channel, Inbound.key == key)
    if same.exists():
        return False
    with db.write():
        if same.clone().exists():
            return False
        Inbound.insert(row).execute()
    return True


class Inbox(Upkeep):
    """Works the messages of one channel, in the order in which they came."""

    every = timedelta(milliseconds=300)

    def __init__(self, channel: str, handler: Handler, encryptor: Encryptor) -> None:
        self.name, self.channel, self.handler, self.encryptor = f"inbox of {channel}", channel, handler, encryptor

    def work(self, now: datetime) -> int:
        """Work what is due; returns how many messages."""
        self._delete_old(now)
        due = Inbound.select().where(Inbound.channel == self.channel, Inbound.due_at <= now)
        rows = list(due.order_by(Inbound.id).limit(AT_ONCE))
        for row in rows:
            self._attempt(row, now)
        return len(rows)

    def _attempt(self, row: Inbound, now: datetime) -> None:
        try:
            content = json.loads(self.encryptor.decrypt(row.sealed, _purpose(self.channel, row.key)))
            prepared = self.handler.prepare(content, now)
            with db.write():
                if _take(row, now):
                    self.handler.handle(content, prepared, row.key, now)
        except peewee.OperationalError:
            raise
        except Exception as error:
            log.exception("%s: message %s could not be worked", self.channel, row.id)
            self._put_off(row, type(error).__name__, now)

    def _put_off(self, row: Inbound, reason: str, now: datetime) -> None:
        if row.attempts < len(DELAYS):
            due = {"due_at": now + DELAYS[row.attempts], "attempts": row.attempts + 1, "error": reason}
            with db.write():
                Inbound.update(due).where(Inbound.id == row.id, Inbound.due_at == row.due_at).execute()
            return
        note_failure(self.channel, FailureKind.WORK, reason, now)
        with db.write():
            content = json.loads(self.encryptor.decrypt(row.sealed, _purpose(self.channel, row.key)))
            Inbound.update(due_at=None, sealed=None, error=reason).where(Inbound.id == row.id).execute()
            self.handler.give_up(content, row.key, now)

    def _delete_old(self, now: datetime) -> None:
        old = (Inbound.channel == self.channel) & (Inbound.received_at < now - KEPT) & Inbound.due_at.is_null()
        if Inbound.select().where(old).exists():
            with db.write():
                Inbound.delete().where(old).execute()


def _take(row: Inbound, now: datetime) -> bool:
    """Whether this worker works the message; of several only one does."""
    taken = Inbound.update(due_at=None, done_at=now, sealed=None, error="").where(
        Inbound.id == row.id, Inbound.due_at == row.due_at
    )
    return bool(taken.execute())


def _purpose(channel: str, key: str) -> str:
    return f"channel_inbound/sealed/{channel}/{key}"

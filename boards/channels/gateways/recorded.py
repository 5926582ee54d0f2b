"""What a simulated gateway records instead of sending it, for the simulator's page."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from boards.channels.gateways.models import RecordedMessage
from forum.private import Encryptor
from forum.store import db

KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Recorded:
    """A message of the simulator: `content` is what the gateway would have got, or what was typed."""

    incoming: bool
    content: dict[str, Any]
    at: datetime


def record_message(
    channel: str,
    person: str,
    key: str,
    content: dict[str, Any],
    *,
    incoming: bool,
    now: datetime,
    encryptor: Encryptor,
) -> None:
    """Record a message to or from `person`, the key of an identity (forum.identities); nothing when `key` was recorded before."""
    sealed = encryptor.encrypt(json.dumps(content, ensure_ascii=False), _purpose(key))
    row = {"channel": channel, "key_hash": person, "key": key, "incoming": incoming, "sealed": sealed, "at": now}
    with db.write():
        RecordedMessage.delete().where(RecordedMessage.at < now - KEPT).execute()
        RecordedMessage.insert(row).on_conflict_ignore().execute()


def recorded(channel: str, person: str, encryptor: Encryptor, most: int = 60) -> tuple[Recorded, ...]:
    """The newest `most` messages to and from that person, oldest first."""
    of_person = RecordedMessage.channel == channel, RecordedMessage.key_hash == person
    rows = RecordedMessage.select().where(*of_person).order_by(RecordedMessage.id.desc()).limit(most)
    opened = [
        Recorded(row.incoming, json.loads(encryptor.decrypt(row.sealed, _purpose(row.key))), row.at) for row in rows
    ]
    return tuple(reversed(opened))


def _purpose(key: str) -> str:
    return f"recorded_message/sealed/{key}"

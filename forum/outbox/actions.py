"""Putting something into the outbox, within the transaction of what causes it."""

import json
from collections.abc import Mapping
from datetime import datetime

from forum.outbox.models import OutboxItem
from forum.private import Encryptor
from forum.store import db


def put(
    channel: str,
    key: str,
    content: Mapping[str, str],
    *,
    now: datetime,
    encryptor: Encryptor,
    expires_at: datetime | None = None,
) -> None:
    """Have `content` sent by `channel` once the surrounding transaction is committed; nothing when `key` was put before."""
    row = {
        "channel": channel,
        "key": key,
        "sealed": encryptor.encrypt(json.dumps(content, ensure_ascii=False), _purpose(key)),
        "created_at": now,
        "due_at": now,
        "expires_at": expires_at,
    }
    with db.write():
        OutboxItem.insert(row).on_conflict_ignore().execute()


def content_of(item: OutboxItem, encryptor: Encryptor) -> dict[str, str]:
    """What an item sends; raises forum.private.DecryptionError."""
    content: dict[str, str] = json.loads(encryptor.decrypt(item.sealed, _purpose(item.key)))
    return content


def _purpose(key: str) -> str:
    return f"outbox/sealed/{key}"

"""Putting something into the outbox, within the transaction of what causes it; trying again, and giving up."""

import json
from collections.abc import Mapping
from datetime import datetime

from forum.messages import M
from forum.outbox.models import OutboxItem
from forum.private import Encryptor
from forum.problems import Conflict
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


# Not yet tried, between two attempts, or given up with its content: no worker has it in hand.
AT_REST = OutboxItem.sealed.is_null(False) & ((OutboxItem.attempts == 0) | (OutboxItem.error != ""))


def try_again(item_id: int, *, now: datetime) -> None:
    """Have an item sent at once that waits for its next attempt or was given up; raises Conflict when it is neither."""
    _change(item_id, due_at=now, failed_at=None, attempts=0)


def give_up(item_id: int, *, now: datetime) -> None:
    """Never send an item that waits for its next attempt or was given up, and erase it; raises Conflict when it is neither."""
    _change(item_id, due_at=None, failed_at=now, sealed=None)


def _change(item_id: int, **columns: object) -> None:
    with db.write():
        if not OutboxItem.update(columns).where(OutboxItem.id == item_id, AT_REST).execute():
            raise Conflict(M("这一件已经发出、正在发送，或者内容已经删去。"))


def content_of(item: OutboxItem, encryptor: Encryptor) -> dict[str, str]:
    """What an item sends; raises forum.private.DecryptionError."""
    content: dict[str, str] = json.loads(encryptor.decrypt(item.sealed, _purpose(item.key)))
    return content


def _purpose(key: str) -> str:
    return f"outbox/sealed/{key}"

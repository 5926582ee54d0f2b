"""Putting a message into the outbox, noting what became of it, and numbers that want none."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from boards.channels.sms.codec import Receipt
from boards.channels.sms.models import SmsReceipt, SmsStop
from forum.config import Settings
from forum.identities.actions import identity_key
from forum.outbox.actions import put
from forum.private import Encryptor
from forum.store import db

CHANNEL = "sms"
KEPT = timedelta(days=30)  # how long what became of a message is known


def text_to(
    number: str,
    template: str,
    params: Mapping[str, str],
    text: str,
    *,
    key: str,
    now: datetime,
    settings: Settings,
    lasts: timedelta,
) -> None:
    """Have a message sent to a mobile number once the surrounding transaction is committed; nothing when `key` was put before.

    `lasts` is how long sending it makes sense. Where no gateway is set up nothing is put, since it would wait for ever.
    """
    if settings.channels.sms is None:
        return
    content = {"to": number, "template": template, "params": json.dumps(dict(params), ensure_ascii=False), "text": text}
    put(CHANNEL, key, content, now=now, encryptor=Encryptor(settings.secret_key), expires_at=now + lasts)


def out_id_of(key: str) -> str:
    """Our number of a message towards the provider: 32 digits, since some take no more."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def note_sent(out_id: str, provider_id: str, now: datetime) -> None:
    """Remember a message that the provider took, for its receipt."""
    with db.write():
        SmsReceipt.delete().where(SmsReceipt.sent_at < now - KEPT).execute()
        row = {"out_id": out_id, "provider_id": provider_id[:80], "sent_at": now}
        SmsReceipt.insert(row).on_conflict_ignore().execute()


def note_receipts(receipts: Sequence[Receipt], now: datetime) -> int:
    """Note what became of messages; returns of how many that were not known before. A receipt of nothing we sent is passed over."""
    with db.write():
        return sum(_note(receipt, now) for receipt in receipts)


def stop(number: str, now: datetime, settings: Settings) -> None:
    """Send nothing more to a number."""
    with db.write():
        SmsStop.insert(key_hash=identity_key(CHANNEL, number, settings), at=now).on_conflict_ignore().execute()


def start(number: str, settings: Settings) -> None:
    """Send to a number again that had stopped it."""
    with db.write():
        SmsStop.delete().where(SmsStop.key_hash == identity_key(CHANNEL, number, settings)).execute()


def is_stopped(number: str, settings: Settings) -> bool:
    """Whether a number wants no messages."""
    return bool(SmsStop.select().where(SmsStop.key_hash == identity_key(CHANNEL, number, settings)).exists())


def _note(receipt: Receipt, now: datetime) -> int:
    by_ours = SmsReceipt.out_id == receipt.out_id[:40]
    same = by_ours if receipt.out_id else SmsReceipt.provider_id == receipt.provider_id[:80]
    if not (receipt.out_id or receipt.provider_id):
        return 0
    noted = SmsReceipt.update(delivered=receipt.delivered, reported_at=now, code=receipt.code[:80])
    return int(noted.where(same, SmsReceipt.reported_at.is_null()).execute())

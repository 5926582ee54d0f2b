"""Subscribing a device to push messages, listing one's devices and ending one."""

import hashlib
import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

import peewee

from forum.accounts.models import Session
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Conflict, Invalid, NotFound, Unauthorized
from forum.push.endpoints import AUTH, POINT, endpoint_of, key_bytes
from forum.push.models import PushSubscription
from forum.roles import Actor
from forum.store import db

MOST = 10  # devices of one account


def subscribe(
    endpoint: object, p256dh: object, auth: object, device: str, *, actor: Actor, now: datetime, encryptor: Encryptor
) -> None:
    """Send push messages to this browser; asked again, its keys are replaced. Raises Invalid, Conflict, Unauthorized."""
    if not actor.signed_in:
        raise Unauthorized()
    if endpoint_of(endpoint) is None or key_bytes(p256dh, POINT) is None or key_bytes(auth, AUTH) is None:
        raise Invalid(endpoint=M("这个浏览器给的推送地址不能使用。"))
    hashed = hashlib.sha256(str(endpoint).encode()).hexdigest()
    content = json.dumps({"endpoint": endpoint, "p256dh": p256dh, "auth": auth})
    row = {
        "account": actor.account,
        "session_id": actor.session,
        "sealed": encryptor.encrypt(content, _purpose(hashed)),
        "device": device[:60],
        "created_at": now,
    }
    with db.write():
        PushSubscription.delete().where(PushSubscription.endpoint_hash == hashed).execute()
        if PushSubscription.select().where(PushSubscription.account == actor.account).count() >= MOST:
            raise Conflict(M("最多 %(most)s 台设备收推送，请先取消一台。", most=MOST))
        PushSubscription.insert(endpoint_hash=hashed, **row).execute()


def unsubscribe(number: int, *, actor: Actor) -> None:
    """Send no more to one of the actor's devices; raises NotFound."""
    with db.write():
        mine = PushSubscription.id == number, PushSubscription.account == actor.account
        if not PushSubscription.delete().where(*mine).execute():
            raise NotFound(M("没有这台设备。"))


def drop(number: int) -> None:
    """Forget a device whose push service says that it is gone."""
    with db.write():
        PushSubscription.delete().where(PushSubscription.id == number).execute()


def devices(account: int) -> list[PushSubscription]:
    """The devices of an account, newest first, without their endpoints; those that signed out are none."""
    return list(_signed_in().where(PushSubscription.account == account).order_by(PushSubscription.id.desc()))


def devices_of(accounts: Collection[int]) -> list[tuple[int, int]]:
    """(account, number of a device) of each device of these accounts, in one statement."""
    rows = _signed_in().where(PushSubscription.account.in_(list(accounts))).order_by(PushSubscription.id)
    return [(row.account_id, row.id) for row in rows]


def keys_of(row: PushSubscription, encryptor: Encryptor) -> dict[str, str]:
    """{"endpoint", "p256dh", "auth"} of a device; raises forum.private.DecryptionError."""
    content: dict[str, str] = json.loads(encryptor.decrypt(row.sealed, _purpose(row.endpoint_hash)))
    return content


def _signed_in() -> Any:
    columns = (PushSubscription.id, PushSubscription.account, PushSubscription.device, PushSubscription.created_at)
    ended = Session.select(Session.id).where(Session.id == PushSubscription.session_id, Session.ended_at.is_null(False))
    return PushSubscription.select(*columns).where(~peewee.fn.EXISTS(ended))


def _purpose(hashed: str) -> str:
    return f"push_subscription/sealed/{hashed}"

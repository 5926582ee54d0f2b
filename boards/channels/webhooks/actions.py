"""What administrators do with targets: register, switch on and off, remove, and have events sent again. Each is on record."""

import secrets
from datetime import datetime
from typing import Any

from boards.channels.webhooks.events import put_events
from boards.channels.webhooks.models import WebhookTarget
from boards.channels.webhooks.rules import EVENTS, LONGEST_DESCRIPTION, MOST_TARGETS, REPLAYED, new_secret
from forum.config import Settings
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from forum.push.endpoints import endpoint_of
from forum.roles import ActingRole, Actor, Role
from forum.store import db, log
from forum.store.log import Deed, Entry, last_entry_number
from forum.text.checks import check_title

ADDRESS = M("应当是 https:// 开头、有域名的公网地址，不写端口，也不能带密码。")


def register(
    url: str, description: str, *, actor: Actor, now: datetime, settings: Settings
) -> tuple[WebhookTarget, str]:
    """(WebhookTarget, its secret, which nobody sees again); it gets what happens from now on. Raises Invalid, Conflict."""
    _guard(actor)
    address, secret, key = url.strip(), new_secret(), secrets.token_hex(6)
    if endpoint_of(address) is None:
        raise Invalid(url=ADDRESS)
    name = check_title(description, "description")[:LONGEST_DESCRIPTION]
    sealed = Encryptor(settings.secret_key).encrypt(secret, _purpose(key))
    with db.write():
        kept = WebhookTarget.select().where(WebhookTarget.removed_at.is_null())
        if kept.where(WebhookTarget.url == address).exists():
            raise Conflict(M("这个地址已经登记过了。"))
        if kept.count() >= MOST_TARGETS:
            raise Conflict(M("最多登记 %(n)s 个地址。", n=MOST_TARGETS))
        target = WebhookTarget.create(
            key=key,
            url=address,
            description=name,
            secret=sealed,
            since=last_entry_number(),
            created_at=now,
            created_by=actor.account,
        )
        _record(Deed.WEBHOOK_ADD, target, actor, now)
    return target, secret


def remove(number: int, *, actor: Actor, now: datetime) -> None:
    """Send nothing more to a target, for good; raises NotFound."""
    _change(number, Deed.WEBHOOK_REMOVE, actor, now, removed_at=now)


def disable(number: int, *, actor: Actor, now: datetime) -> None:
    """Send nothing more for the time being; raises NotFound."""
    _change(number, Deed.WEBHOOK_DISABLE, actor, now, disabled_at=now)


def enable(number: int, *, actor: Actor, now: datetime) -> None:
    """Send again what happens from now on; raises NotFound."""
    values = {"disabled_at": None, "failing_since": None, "failure": "", "since": last_entry_number()}
    _change(number, Deed.WEBHOOK_ENABLE, actor, now, **values)


def replay(number: int, since: datetime | None, *, actor: Actor, now: datetime, settings: Settings) -> int:
    """Send again, under the same ids, what happened since a time, at most REPLAYED events; returns how many.

    Raises NotFound, Conflict for a target that is switched off, Invalid for no time, or too many events.
    """
    _guard(actor)
    if since is None:
        raise Invalid(since=M("请填写从什么时候起。"))
    target = target_of(number)
    if target.disabled_at:
        raise Conflict(M("这个地址停用着，请先启用。"))
    deeds = [deed.value for deed in EVENTS]
    found = Entry.select().where(Entry.at >= since, Entry.deed.in_(deeds)).order_by(Entry.id).limit(REPLAYED + 1)
    entries = list(found)
    if len(entries) > REPLAYED:
        raise Invalid(since=M("从那时起超过 %(n)s 件，请填一个更近的时间。", n=REPLAYED))
    with db.write():
        WebhookTarget.update(replays=WebhookTarget.replays + 1).where(WebhookTarget.id == number).execute()
        again = WebhookTarget.get_by_id(number)
        again.since = 0
        put = put_events(entries, (again,), now, settings, again=f"-{again.replays}")
        _record(Deed.WEBHOOK_REPLAY, target, actor, now, events=put)
    return put


def target_of(number: int) -> WebhookTarget:
    """A WebhookTarget that was not removed; raises NotFound."""
    found = WebhookTarget.get_or_none(WebhookTarget.id == number, WebhookTarget.removed_at.is_null())
    if found is None:
        raise NotFound(M("没有这个地址，或者已经移除。"))
    return found


def secret_of(target: WebhookTarget, encryptor: Encryptor) -> str:
    """The secret of a target, decrypted; raises DecryptionError."""
    return encryptor.decrypt(target.secret, _purpose(target.key))


def _change(number: int, deed: Deed, actor: Actor, now: datetime, **values: Any) -> None:
    _guard(actor)
    with db.write():
        target = target_of(number)
        WebhookTarget.update(values).where(WebhookTarget.id == number).execute()
        _record(deed, target, actor, now)


def _record(deed: Deed, target: WebhookTarget, actor: Actor, now: datetime, **said: Any) -> None:
    role = ActingRole(Role.ADMINISTRATOR)
    log.record(deed, ("webhook", target.id), actor=actor, now=now, acting_role=role, **said)


def _guard(actor: Actor) -> None:
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.has(Role.ADMINISTRATOR):
        raise Forbidden()


def _purpose(key: str) -> str:
    return f"webhook_target/secret/{key}"

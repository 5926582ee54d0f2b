"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a repeated request is executed once.

The outcome is stored in the transaction of the deed, and writers take turns: after a crash there are both or
neither, and of two requests at once the second gets the outcome of the first. A refusal rolls the transaction
back, so it is not stored and the request may be tried again.

Texts are checked and rendered, and a repeated request is answered, before the write transaction begins.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from forum.idempotency.models import RememberedAnswer as Remembered
from forum.messages import M
from forum.problems import Conflict, Malformed
from forum.roles import Actor
from forum.store import db
from forum.store.worker import Upkeep

LONGEST = 100  # characters of a key
REMEMBERED = timedelta(days=7)
AT_ONCE = 500  # outcomes that one step deletes
FORGET = "DELETE FROM remembered_answer WHERE account_id = %s AND key = %s AND created_at < %s"


class KeyUsed(Conflict):
    """The key belongs to another request, or to one whose outcome is no longer told."""


def run_once(
    actor: Actor,
    now: datetime,
    key: str,
    fingerprint: str,
    prepare: Callable[[], Callable[[], str]],
    status: int | None = None,
    looked: bool = False,
) -> tuple[str, bool]:
    """(outcome, whether it is a replay); runs `prepare()()` once for this actor's key. Raises KeyUsed, Malformed.

    `prepare` runs before the transaction, the function that it returns inside the one that stores its outcome. `looked`: the
    caller has just found no outcome (`outcome_of`).
    """
    if not looked and (earlier := outcome_of(actor, now, key, fingerprint)) is not None:
        return earlier, True
    act = prepare()
    with db.write():
        earlier = outcome_of(actor, now, key, fingerprint, forget=True)
        if earlier is not None:
            return earlier, True
        text = act()
        Remembered.create(
            account=actor.account, key=key, request_hash=fingerprint, status=status, body=text, created_at=now
        )
    return text, False


def outcome_of(actor: Actor, now: datetime, key: str, fingerprint: str, forget: bool = False) -> str | None:
    """The stored outcome of this request; None when it was not executed within REMEMBERED. Raises KeyUsed, Malformed.

    With `forget` a key that was used longer ago is freed.
    """
    _check(key)
    for request_hash, body, created_at in _remembered(actor.account, key):
        if created_at >= now - REMEMBERED:
            return _again(request_hash, body, fingerprint)
        if forget:
            _forget(actor, key, now)
    return None


def new_key() -> str:
    """A key that nobody has used."""
    return secrets.token_urlsafe(16)


def _check(key):
    if not (1 <= len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise Malformed(M("Idempotency-Key 应为 1 至 %(most)s 个可见的 ASCII 字符。", most=LONGEST))


@db.composed
def _remembered(account, key):
    columns = Remembered.request_hash, Remembered.body, Remembered.created_at
    return Remembered.select(*columns).where(Remembered.account == account, Remembered.key == key).tuples()


def _again(request_hash, body, fingerprint):
    if request_hash != fingerprint:
        raise KeyUsed(M("这个 Idempotency-Key 已经用于另一个请求，请换一个。"))
    if body is None:
        raise KeyUsed(M("这个请求已经办过了；其中的文字后来已遮盖或封存，当时的答复不再给出。"))
    return body


def _forget(actor, key, now):
    """Free a key that was used longer ago; the worker deletes the others (Forgetting)."""
    db.raw(FORGET, (actor.account, key, db.INSTANT.db_value(now - REMEMBERED)))


class Forgetting(Upkeep):
    """Runs in the worker: deletes the outcomes that are told no longer."""

    name, every = "remembered answers", timedelta(hours=1)

    def work(self, now: datetime) -> int:
        """One step; returns how many outcomes were deleted."""
        if not _old(now).exists():
            return 0
        with db.write():
            numbers = [row.id for row in _old(now).limit(AT_ONCE)]
            return Remembered.delete().where(Remembered.id.in_(numbers)).execute()


def _old(now):
    return (
        Remembered.select(Remembered.id).where(Remembered.created_at < now - REMEMBERED).order_by(Remembered.created_at)
    )

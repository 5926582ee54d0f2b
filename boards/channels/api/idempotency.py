"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a repeated request is executed once.

The response is stored in the transaction of the deed, and writers take turns: after a crash there are both or
neither, and of two requests at once the second gets the response of the first. A refusal rolls the transaction
back, so it is not stored and the request may be tried again.

Texts are checked and rendered, and a repeated request is answered, before the write transaction begins.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import peewee
from flask import request

from boards.channels.api.models import RememberedAnswer as Remembered
from forum.messages import M
from forum.problems import Conflict, Malformed
from forum.roles import Actor
from forum.store import db

LONGEST = 100
REMEMBERED = timedelta(days=7)


def run_once(
    actor: Actor, now: datetime, status: int, fingerprint: str, prepare: Callable[[], Callable[[], str]]
) -> tuple[str, bool]:
    """(response text, whether it is a replay); runs `prepare()()` once for this actor's key. Raises Conflict, Malformed.

    `prepare` runs before the transaction, the function that it returns inside the one that stores its response.
    """
    key = _key()
    if earlier := _earlier(actor, now, key):
        return _again(earlier, fingerprint), True
    act = prepare()
    with db.write():
        _forget(actor, now)
        if earlier := _earlier(actor, now, key):
            return _again(earlier, fingerprint), True
        text = act()
        Remembered.insert(
            account=actor.account, key=key, request_hash=fingerprint, status=status, body=text, created_at=now
        ).execute()
    return text, False


def forget_answers(post: int, thread: int) -> None:
    """Delete the stored responses about a post or its thread, since parts of its text are withheld now."""
    for beginning in (f'{{"id":{post},"thread":', f'{{"id":{thread},"board":'):
        Remembered.update(body=None).where(peewee.fn.SUBSTR(Remembered.body, 1, len(beginning)) == beginning).execute()


def _earlier(actor, now, key):
    same = Remembered.account == actor.account, Remembered.key == key
    return Remembered.get_or_none(*same, Remembered.created_at >= now - REMEMBERED)


def _key():
    key = request.headers["Idempotency-Key"]
    if not (1 <= len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise Malformed(M("Idempotency-Key 应为 1 至 %(most)s 个可见的 ASCII 字符。", most=LONGEST))
    return key


def _again(earlier, fingerprint):
    if earlier.request_hash != fingerprint:
        raise Conflict(M("这个 Idempotency-Key 已经用于另一个请求，请换一个。"))
    if earlier.body is None:
        raise Conflict(M("这个请求已经办过了；其中的文字后来已遮盖或封存，当时的答复不再给出。"))
    return earlier.body


def _forget(actor, now):
    old = Remembered.account == actor.account, Remembered.created_at < now - REMEMBERED
    Remembered.delete().where(*old).execute()

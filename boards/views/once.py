"""A form that is sent twice is accepted once. Its key is the hidden field `once`, or the Idempotency-Key of an outbox."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import g, request

from forum.idempotency import actions
from forum.idempotency.actions import KeyUsed
from forum.messages import M
from forum.roles import Actor
from forum.store import db

# What differs between two attempts at sending the same: the session's token, and what was confirmed before it was sent.
OF_THE_ATTEMPT = frozenset(
    {"csrf_token", "kept", "once", "draft", "considered", "confirmed", "looked", "seen", "shown"}
)
ANOTHER = M("这个表单刚才已经提交过一次，内容和现在的不同。确实要再发一条，就再按一次提交。")


def accepted_before(actor: Actor, now: datetime) -> str | None:
    """Where this very form led when it was accepted before, None when it was not; raises KeyUsed, Malformed."""
    key = _key()
    if not key:
        return None
    with _told_of_the_form():
        g.accepted_before = actions.outcome_of(actor, now, key, _fingerprint())
        return g.accepted_before


def accept_once(actor: Actor, now: datetime, act: Callable[[], str]) -> str:
    """Where the form leads: what `act()`, run in a transaction, returns, or returned when the form was accepted before.

    Raises KeyUsed, Malformed.
    """
    key = _key()
    if not key:
        with db.write():
            return act()
    with _told_of_the_form():
        return actions.run_once(actor, now, key, _fingerprint(), lambda: act, looked="accepted_before" in g)[0]


@contextmanager
def _told_of_the_form() -> Iterator[None]:
    """A KeyUsed is told in the words of forms, and the form that is shown again gets another key."""
    try:
        yield
    except KeyUsed as used:
        g.another_key = True
        raise KeyUsed(ANOTHER, title=M("已经提交过")) from used


def _key() -> str:
    return request.headers.get("Idempotency-Key") or request.form.get("once", "")


def _fingerprint() -> str:
    """A hash of the form's address and of all that it holds, so that the same is known again."""
    if "fingerprint" not in g:
        g.fingerprint = _fingerprint_of_the_form()
    found: str = g.fingerprint
    return found


def _fingerprint_of_the_form():
    fields = [(name, _plain(value)) for name, value in request.form.items(multi=True) if name not in OF_THE_ATTEMPT]
    files = [(name, _hash(file)) for name, file in request.files.items(multi=True) if file.filename]
    return hashlib.sha256(json.dumps([request.path, sorted(fields), sorted(files)]).encode()).hexdigest()


def _plain(value):
    return value.replace("\r\n", "\n")


def _hash(file):
    file.stream.seek(0)  # it may have been read already
    hashed = hashlib.file_digest(file.stream, "sha256").hexdigest()
    file.stream.seek(0)
    return hashed

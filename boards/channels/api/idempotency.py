"""The Idempotency-Key of a call (forum/idempotency/actions.py), and what is no longer answered to a repeated one."""

from collections.abc import Callable
from datetime import datetime

from flask import request

from forum.idempotency import actions
from forum.idempotency.models import RememberedAnswer as Remembered
from forum.roles import Actor


def run_once(
    actor: Actor, now: datetime, status: int, fingerprint: str, prepare: Callable[[], Callable[[], str]]
) -> tuple[str, bool]:
    """`forum.idempotency.actions.run_once` for the key of this call."""
    return actions.run_once(actor, now, request.headers["Idempotency-Key"], fingerprint, prepare, status)


def forget_answers(post: int, thread: int) -> None:
    """Delete the stored responses about a post or its thread, since parts of its text are withheld now."""
    # In a text of an answer the quotes are escaped, so these parts stand only where the answer names its post or thread.
    for part in (f'"id":{post},"thread":', f'"id":{thread},"board":'):
        Remembered.update(body=None).where(Remembered.body.contains(part)).execute()

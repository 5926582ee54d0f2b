"""The Idempotency-Key of a call (forum/idempotency/actions.py), and what is no longer answered to a repeated one."""

from collections.abc import Callable
from datetime import datetime

import peewee
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
    for beginning in (f'{{"id":{post},"thread":', f'{{"id":{thread},"board":'):
        Remembered.update(body=None).where(peewee.fn.SUBSTR(Remembered.body, 1, len(beginning)) == beginning).execute()

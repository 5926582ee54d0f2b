"""Watching a thread, and marking notifications as read."""

from datetime import datetime
from typing import Any

from boards.models.notifications import Notification, Watch
from boards.models.threads import Thread
from forum.accounts.models import Account
from forum.messages import M
from forum.problems import NotFound, Unauthorized
from forum.roles import Actor
from forum.store import db, log
from forum.store.log import Deed


def watch(thread: Thread, *, actor: Actor, now: datetime) -> bool:
    """Watch a thread; returns whether that is a change. The asker watches from the start. Raises Unauthorized."""
    return _set_watch(thread, True, actor, now)


def unwatch(thread: Thread, *, actor: Actor, now: datetime) -> bool:
    """Stop watching a thread; returns whether that is a change. Raises Unauthorized."""
    return _set_watch(thread, False, actor, now)


def read(notification_id: int, *, actor: Actor, now: datetime) -> Notification:
    """Mark one of the actor's own notifications as read and return it; raises NotFound."""
    _guard(actor)
    with db.write():
        found = Notification.get_or_none(
            Notification.id == notification_id, Notification.account == actor.account, Notification.bell
        )
        if found is None:
            raise NotFound(M("没有这条通知。"))
        _mark(Notification.id == found.id, actor, now)
    return found


def read_all(*, actor: Actor, now: datetime, up_to: int | None = None) -> int:
    """Mark the actor's notifications up to number `up_to` as read; returns how many were unread."""
    _guard(actor)
    with db.write():
        return _mark(Notification.id <= up_to if up_to is not None else True, actor, now)


def _guard(actor: Actor) -> None:
    if not actor.signed_in:
        raise Unauthorized()


def _set_watch(thread: Thread, on: bool, actor: Actor, now: datetime) -> bool:
    _guard(actor)
    with db.write():
        row = Watch.get_or_none(Watch.thread == thread.id, Watch.account == actor.account)
        if _watches(row, thread, actor) == on:
            return False
        _put_watch(row, thread, on, actor, now)
        log.record(Deed.WATCH if on else Deed.UNWATCH, ("thread", thread.id), actor=actor, now=now)
    return True


def _watches(row: Watch | None, thread: Thread, actor: Actor) -> bool:
    if row is not None:
        return row.ended_at is None
    return Thread.select().where(Thread.id == thread.id, Thread.author == actor.account).exists()


def _put_watch(row: Watch | None, thread: Thread, on: bool, actor: Actor, now: datetime) -> None:
    columns = {"since": now, "ended_at": None} if on else {"ended_at": now}
    if row is None:
        Watch.insert(thread=thread.id, account=actor.account, **{"since": now, **columns}).execute()
    else:
        Watch.update(**columns).where(Watch.id == row.id).execute()


def _mark(which: Any, actor: Actor, now: datetime) -> int:
    """Mark those of the actor's unread notifications for which the condition `which` holds; returns how many."""
    unread = Notification.update(read_at=now).where(
        Notification.account == actor.account, Notification.read_at.is_null(), Notification.bell, which
    )
    marked = unread.execute()
    Account.update(unread=Account.unread - marked).where(Account.id == actor.account).execute()
    return marked

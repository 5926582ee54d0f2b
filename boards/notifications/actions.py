"""Watching a thread, reading what one was told, and choosing what to be told of."""

from boards.models.notifications import Mute, Notification, Watch
from boards.models.threads import Thread
from boards.notifications.rules import offered_events
from boards.rules.deeds.events import Event
from forum.accounts.models import Account
from forum.messages import M
from forum.problems import Invalid, NotFound, Unauthorized
from forum.store import db, log
from forum.store.log import Deed


def watch(thread, *, actor, now):
    """Follow a thread from now on; returns whether that is new. The asker does from the start."""
    return _set_watch(thread, True, actor, now)


def unwatch(thread, *, actor, now):
    """No longer follow it; returns whether that is new."""
    return _set_watch(thread, False, actor, now)


def read(notification_id, *, actor, now):
    """Mark one of one's own notifications as read, and return it; raises NotFound."""
    _guard(actor)
    with db.write():
        found = Notification.get_or_none(Notification.id == notification_id, Notification.account == actor.account)
        if found is None:
            raise NotFound(M("没有这条通知。"))
        _mark(Notification.id == found.id, actor, now)
    return found


def read_all(*, actor, now, up_to=None):
    """Mark as read what one was told, up to the notification with number `up_to`; returns how many there were."""
    _guard(actor)
    with db.write():
        return _mark(Notification.id <= up_to if up_to is not None else True, actor, now)


def set_preferences(wanted, *, actor):
    """From now on be told of `wanted` (values of Event) and of none of the others that one is offered."""
    _guard(actor)
    if set(wanted) - set(Event):
        raise Invalid(event=M("没有这种通知。"))
    shown = {event.value for event in offered_events(actor.roles)}
    with db.write():
        Mute.delete().where(Mute.account == actor.account, Mute.event.in_(list(shown))).execute()
        muted = [{"account": actor.account, "event": event} for event in sorted(shown - set(wanted))]
        if muted:
            Mute.insert_many(muted).execute()


def _guard(actor):
    if not actor.signed_in:
        raise Unauthorized()


def _set_watch(thread, on, actor, now):
    _guard(actor)
    with db.write():
        row = Watch.get_or_none(Watch.thread == thread.id, Watch.account == actor.account)
        if _watches(row, thread, actor) == on:
            return False
        _put_watch(row, thread, on, actor, now)
        log.record(Deed.WATCH if on else Deed.UNWATCH, ("thread", thread.id), actor=actor, now=now)
    return True


def _watches(row, thread, actor):
    if row is not None:
        return row.ended_at is None
    return Thread.select().where(Thread.id == thread.id, Thread.author == actor.account).exists()


def _put_watch(row, thread, on, actor, now):
    columns = {"since": now, "ended_at": None} if on else {"ended_at": now}
    if row is None:
        Watch.insert(thread=thread.id, account=actor.account, **{"since": now, **columns}).execute()
    else:
        Watch.update(**columns).where(Watch.id == row.id).execute()


def _mark(which, actor, now):
    unread = Notification.update(read_at=now).where(
        Notification.account == actor.account, Notification.read_at.is_null(), which
    )
    marked = unread.execute()
    Account.update(unread=Account.unread - marked).where(Account.id == actor.account).execute()
    return marked

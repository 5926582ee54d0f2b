"""The bells of the demo city: its people have read what is older than a week."""

from datetime import timedelta

import peewee

from boards.models.notifications import Notification
from forum.accounts.models import Account
from forum.store import db

LOOKED = timedelta(days=7)  # before the demo's now


def mark_old_read(now):
    """Mark the older notifications of everybody as read."""
    with db.write():
        past = (Notification.at < now - LOOKED) & Notification.read_at.is_null()
        Notification.update(read_at=now - LOOKED).where(past).execute()
        left = Notification.select(peewee.fn.COUNT(Notification.id)).where(
            Notification.account == Account.id, Notification.read_at.is_null()
        )
        Account.update(unread=left).execute()

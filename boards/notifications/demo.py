"""Notifications of the demo city: those older than a week are marked as read."""

from datetime import datetime, timedelta

import peewee

from boards.models.notifications import Notification
from forum.accounts.models import Account
from forum.store import db

READ_AFTER = timedelta(days=7)


def mark_old_read(now: datetime) -> None:
    """Mark everybody's notifications older than READ_AFTER as read."""
    with db.write():
        past = (Notification.at < now - READ_AFTER) & Notification.read_at.is_null()
        Notification.update(read_at=now - READ_AFTER).where(past).execute()
        left = Notification.select(peewee.fn.COUNT(Notification.id)).where(
            Notification.account == Account.id, Notification.read_at.is_null(), Notification.bell
        )
        Account.update(unread=left).execute()

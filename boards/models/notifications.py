"""Tables of what a member follows: watches, how far he has read, notifications, muted events."""

import peewee

from boards.models.threads import Thread
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class Watch(Model):
    """An account follows a thread; the asker does from the start."""

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread, index=False)
    account = peewee.ForeignKeyField(Account)
    since = Instant()
    ended_at = Instant(null=True)

    class Meta:
        indexes = ((("thread", "account"), True),)


class ReadingPosition(Model):
    """The last floor of a thread that an account has read; private, and kept only where its holder asked for it."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, index=False)
    thread = peewee.ForeignKeyField(Thread, index=False)
    floor = peewee.IntegerField()
    at = Instant()

    class Meta:
        table_name = "reading_position"
        indexes = ((("account", "thread"), True),)


class Notification(Model):
    """One event for one account; `entry_id` is the number of the log entry it comes from."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, index=False)
    entry_id = peewee.BigIntegerField()
    event = peewee.CharField(max_length=40)
    thread = peewee.ForeignKeyField(Thread, index=False)
    floor = peewee.IntegerField(null=True)
    at = Instant()
    read_at = Instant(null=True)

    class Meta:
        indexes = ((("account", "entry_id"), True), (("account", "id"), False))


class Mute(Model):
    """An event of which an account wants no notifications."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, index=False)
    event = peewee.CharField(max_length=40)

    class Meta:
        indexes = ((("account", "event"), True),)

"""Tables of what a member follows: watches, how far he has read, what he opened, notifications, how he wants to be told."""

import peewee

from boards.models.threads import Board, Department, Thread
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


class PlaceWatch(Model):
    """An account follows a board, or a department: one of the two is set. Private, so the log has no entry for it."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, index=False)
    board = peewee.ForeignKeyField(Board, null=True)
    department = peewee.ForeignKeyField(Department, null=True)
    since = Instant()

    class Meta:
        table_name = "place_watch"
        indexes = ((("account", "board"), True), (("account", "department"), True))


class ThreadVisit(Model):
    """When an account last opened a thread; private, and kept only for accounts with `history_since`."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, index=False)
    thread = peewee.ForeignKeyField(Thread, index=False)
    at = Instant()

    class Meta:
        table_name = "thread_visit"
        indexes = ((("account", "thread"), True), (("account", "at", "id"), False))


class ReadingPosition(Model):
    """The last floor of a thread that an account has read; private, and kept only where its holder asked for it.

    `entry_id` is the number of the thread's last entry in the log that its page knew of then.
    """

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, index=False)
    thread = peewee.ForeignKeyField(Thread, index=False)
    floor = peewee.IntegerField()
    at = Instant()
    entry_id = peewee.BigIntegerField(null=True)

    class Meta:
        table_name = "reading_position"
        indexes = ((("account", "thread"), True),)


class Notification(Model):
    """One event for one account; `entry_id` is the number of the log entry it comes from.

    `bell`: it is shown on the site; otherwise it is delivered by other channels only.
    """

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, index=False)
    entry_id = peewee.BigIntegerField()
    event = peewee.CharField(max_length=40)
    thread = peewee.ForeignKeyField(Thread, index=False)
    floor = peewee.IntegerField(null=True)
    at = Instant()
    read_at = Instant(null=True)
    bell = peewee.BooleanField(default=True)

    class Meta:
        indexes = ((("account", "entry_id"), True), (("account", "id"), False))


class DeliveryChoice(Model):
    """Whether an account wants an event by a channel, where that differs from boards/notifications/delivery.py."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, index=False)
    event = peewee.CharField(max_length=40)
    channel = peewee.CharField(max_length=10)
    wanted = peewee.BooleanField()

    class Meta:
        table_name = "delivery_choice"
        indexes = ((("account", "event", "channel"), True),)


class DeliverySetting(Model):
    """How often an account gets a digest, and whether it stopped all mail of notifications (None: it did not).

    `digest_from` is the number of the first notification of the digest that is due at `digest_due_at`.
    """

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, unique=True)
    rhythm = peewee.CharField(max_length=10, default="daily")
    mail_stopped_at = Instant(null=True)
    digest_from = peewee.BigIntegerField(null=True)
    digest_due_at = Instant(null=True, index=True)

    class Meta:
        table_name = "delivery_setting"

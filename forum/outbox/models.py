"""The table of what is to be sent."""

import peewee

from forum.store.db import Instant, Model


class OutboxItem(Model):
    """Something to send. `sealed` is its content, encrypted, and None once it is sent or will never be tried again.

    `due_at` is the time of the next attempt, and None when there will be none: then one of `sent_at` and `failed_at` is set.
    An attempt is claimed by moving `due_at` on, so that two workers never make the same one; meanwhile `error`, of the attempt
    before, is empty. `key` is unique: what is put
    twice under one key is sent once. `expires_at` is when sending it becomes pointless.
    """

    id = peewee.BigAutoField()
    channel = peewee.CharField(max_length=20)
    key = peewee.CharField(max_length=120, unique=True)
    sealed = peewee.TextField(null=True)
    created_at = Instant()
    due_at = Instant(null=True, index=True)
    expires_at = Instant(null=True)
    attempts = peewee.IntegerField(default=0)
    sent_at = Instant(null=True, index=True)
    failed_at = Instant(null=True, index=True)
    error = peewee.CharField(max_length=200, default="")

    class Meta:
        table_name = "outbox"

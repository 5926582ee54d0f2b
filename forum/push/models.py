"""The table of devices that get push messages."""

import peewee

from forum.accounts.models import Account
from forum.store.db import Instant, Model


class PushSubscription(Model):
    """A browser that asked for push messages; `sealed` is its endpoint with its keys, encrypted, found by `endpoint_hash`.

    It belongs to the session in which it asked, and ends when that is signed out. `device` is what its owner sees of it.
    """

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account)
    session_id = peewee.BigIntegerField(null=True)
    endpoint_hash = peewee.CharField(max_length=64, unique=True)
    sealed = peewee.TextField()
    device = peewee.CharField(max_length=60)
    created_at = Instant()

    class Meta:
        table_name = "push_subscription"

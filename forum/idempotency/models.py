"""Table of the outcomes of requests with an Idempotency-Key. Private and short-lived: its rows may be deleted."""

import peewee

from forum.accounts.models import Account
from forum.store.db import Instant, Model


class RememberedAnswer(Model):
    """The response to (account, key): a repeated request gets it again, a different one a Conflict."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, index=False)
    key = peewee.CharField(max_length=100)
    request_hash = peewee.CharField(max_length=64)
    status = peewee.IntegerField(null=True)
    body = peewee.TextField(null=True)
    created_at = Instant()

    class Meta:
        table_name = "remembered_answer"
        indexes = ((("account", "key"), True), (("created_at",), False))

"""Table of callers' encrypted data, apart from the public question."""

import peewee

from boards.models.threads import Thread
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class Call(Model):
    """A call that became a question. `caller` and `phone` are encrypted (forum.private); each time they are shown is logged."""

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread, unique=True)
    operator = peewee.ForeignKeyField(Account, index=False)
    caller = peewee.TextField()
    phone = peewee.TextField()
    phone_masked = peewee.CharField(max_length=20)
    called_at = Instant()
    created_at = Instant()

    class Meta:
        table_name = "hotline_call"

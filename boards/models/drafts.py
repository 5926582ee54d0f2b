"""What somebody has begun to write and not sent. Private: never in the log, and deleted once it is sent or has expired."""

import peewee

from forum.accounts.models import Account
from forum.store.db import Instant, Model


class SavedDraft(Model):
    """A draft: `place` is where it will be sent (boards.rules.writing.Place), `sealed` its encrypted fields.

    `version` counts its saves, `writer` is a hash of the key of the form that saved it last.
    """

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account, index=False)
    place = peewee.CharField(max_length=60)
    sealed = peewee.TextField()
    writer = peewee.CharField(max_length=64)
    version = peewee.IntegerField(default=1)
    saved_at = Instant(index=True)

    class Meta:
        table_name = "saved_draft"
        indexes = ((("account", "place"), False),)

"""The table in which names are found by how they begin."""

import peewee

from forum.accounts.models import Account
from forum.store.db import Model


class MentionKey(Model):
    """A key under which the name of an account is offered: folded (forum.text.name_keys), or its initials. Kept by the reader.

    `key` is in UTF-8 as hexadecimal digits, whose order is the same in every database, so that beginnings are found by the index.
    """

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account)
    key = peewee.CharField(max_length=200)

    class Meta:
        table_name = "mention_key"
        indexes = ((("key", "account"), True),)

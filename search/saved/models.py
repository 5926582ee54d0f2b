"""The table of saved searches."""

import peewee

from forum.accounts.models import Account
from forum.store.db import Instant, Model


class SavedSearch(Model):
    """A search of a member: `asked` is its SearchRequest as JSON, `seen` the ids of the newest posts that it found, as JSON.

    It is asked again at `due_at`. Private: shown to its holder only.
    """

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account)
    asked = peewee.TextField()
    seen = peewee.TextField(null=True)
    created_at = Instant()
    due_at = Instant(index=True)

    class Meta:
        table_name = "saved_search"

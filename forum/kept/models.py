"""The table of kept forms. Private and short-lived: its rows may be deleted (forum/store/guard.py names no such table)."""

import peewee

from forum.store.db import Instant, Model


class KeptForm(Model):
    """A submitted form: where it was sent (`address` with its query, `endpoint`), and its encrypted fields.

    The key stands in the address under which it is opened, the browser's secret in its cookie; both are stored as
    hashes. `account_id` is None until it is known whose form it is.
    """

    id = peewee.BigAutoField()
    key_hash = peewee.CharField(max_length=64, unique=True)
    browser_hash = peewee.CharField(max_length=64)
    account_id = peewee.BigIntegerField(null=True)
    endpoint = peewee.CharField(max_length=80)
    address = peewee.TextField()
    sealed = peewee.TextField()
    at = Instant(index=True)

    class Meta:
        table_name = "kept_form"
        indexes = ((("browser_hash", "at"), False),)

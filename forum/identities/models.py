"""Tables of identities on other channels, of the codes that bind them, and of accounts that were merged into another."""

import peewee

from forum.accounts.models import Account
from forum.store.db import Instant, Model


class Identity(Model):
    """A person on a channel. `sealed` is the id there, encrypted; `key_hash` is a keyed hash to find it by."""

    id = peewee.BigAutoField()
    channel = peewee.CharField(max_length=20)
    key_hash = peewee.CharField(max_length=64)
    sealed = peewee.TextField()
    account = peewee.ForeignKeyField(Account)
    verified_at = Instant()

    class Meta:
        table_name = "identity"
        indexes = ((("channel", "key_hash"), True),)


class IdentityCode(Model):
    """A one-time code that was sent to somebody on a channel, stored as its hash; given back on the site, it binds that identity."""

    id = peewee.BigAutoField()
    channel = peewee.CharField(max_length=20)
    key_hash = peewee.CharField(max_length=64)
    sealed = peewee.TextField()
    code_hash = peewee.CharField(max_length=64, unique=True)
    until = Instant()

    class Meta:
        table_name = "identity_code"
        indexes = ((("channel", "key_hash"), True),)


class AccountMerge(Model):
    """`former`, an account that a channel had opened, belongs to the holder of `account` since both were proved."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account)
    former = peewee.ForeignKeyField(Account, unique=True)
    at = Instant()

    class Meta:
        table_name = "account_merge"

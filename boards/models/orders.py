"""The signed orders under which posts are sealed (docs/sealing.md)."""

import peewee

from boards.models.threads import Post, Thread
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class SealOrder(Model):
    """A signed order for one post, or with `post` None for every post its thread has when it is confirmed.

    Entered by one administrator, in force once another has confirmed it; `order_hash` is the hash of its contents.
    """

    id = peewee.BigAutoField()
    number = peewee.CharField(max_length=60)
    signatory = peewee.ForeignKeyField(Account, index=False)
    signatory_name = peewee.CharField(max_length=40)
    signatory_office = peewee.CharField(max_length=80)
    reason = peewee.CharField(max_length=40)
    ground = peewee.TextField()
    signed_on = peewee.DateField()
    thread = peewee.ForeignKeyField(Thread, index=False)
    post = peewee.ForeignKeyField(Post, null=True, index=False)
    order_hash = peewee.CharField(max_length=64)
    scan_hash = peewee.CharField(max_length=64)
    scan_type = peewee.CharField(max_length=40)
    entered_by = peewee.ForeignKeyField(Account, index=False)
    entered_at = Instant()
    confirmed_by = peewee.ForeignKeyField(Account, null=True, index=False)
    confirmed_at = Instant(null=True)
    withdrawn_by = peewee.ForeignKeyField(Account, null=True, index=False)
    withdrawn_at = Instant(null=True)
    withdrawn_reason = peewee.TextField(null=True)

    class Meta:
        table_name = "seal_order"
        constraints = [peewee.Check("confirmed_by_id <> entered_by_id")]


class OrderScan(Model):
    """The scan of an order's signed page, byte for byte as it was uploaded."""

    id = peewee.BigAutoField()
    order = peewee.ForeignKeyField(SealOrder, unique=True)
    content = peewee.BlobField()

    class Meta:
        table_name = "order_scan"

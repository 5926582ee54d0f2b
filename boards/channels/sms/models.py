"""Tables of what became of messages that went out, and of numbers that want none."""

import peewee

from forum.store.db import Instant, Model


class SmsReceipt(Model):
    """A message that went out, found by our number of it or the provider's; it says neither to whom nor what.

    `delivered` is None until the provider reports. Rows are kept for 30 days.
    """

    id = peewee.BigAutoField()
    out_id = peewee.CharField(max_length=40, unique=True)
    provider_id = peewee.CharField(max_length=80, index=True)
    sent_at = Instant(index=True)
    reported_at = Instant(null=True)
    delivered = peewee.BooleanField(null=True)
    code = peewee.CharField(max_length=80, default="")

    class Meta:
        table_name = "sms_receipt"


class SmsStop(Model):
    """A number that wants no messages, as a keyed hash."""

    id = peewee.BigAutoField()
    key_hash = peewee.CharField(max_length=64, unique=True)
    at = Instant()

    class Meta:
        table_name = "sms_stop"

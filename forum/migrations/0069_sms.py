"""What became of messages by SMS, and numbers that want none."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class SmsReceipt(Model):
        id = BigAutoField()
        out_id = CharField(max_length=40, unique=True)
        provider_id = CharField(max_length=80, index=True)
        sent_at = Instant(index=True)
        reported_at = Instant(null=True)
        delivered = BooleanField(null=True)
        code = CharField(max_length=80, default="")

        class Meta:
            database = db
            table_name = "sms_receipt"

    class SmsStop(Model):
        id = BigAutoField()
        key_hash = CharField(max_length=64, unique=True)
        at = Instant()

        class Meta:
            database = db
            table_name = "sms_stop"

    db.create_tables([SmsReceipt, SmsStop])

"""Devices that get push messages."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class PushSubscription(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account)
        session_id = BigIntegerField(null=True)
        endpoint_hash = CharField(max_length=64, unique=True)
        sealed = TextField()
        device = CharField(max_length=60)
        created_at = Instant()

        class Meta:
            database = db
            table_name = "push_subscription"

    db.create_tables([PushSubscription])

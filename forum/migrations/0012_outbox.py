"""The outbox, and the mail addresses of accounts."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class OutboxItem(Model):
        id = BigAutoField()
        channel = CharField(max_length=20)
        key = CharField(max_length=120, unique=True)
        sealed = TextField(null=True)
        created_at = Instant()
        due_at = Instant(null=True, index=True)
        expires_at = Instant(null=True)
        attempts = IntegerField(default=0)
        sent_at = Instant(null=True, index=True)
        failed_at = Instant(null=True, index=True)
        error = CharField(max_length=200, default="")

        class Meta:
            database = db
            table_name = "outbox"

    class MailAddress(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, unique=True)
        sealed = TextField(null=True)
        key_hash = CharField(max_length=64, null=True, index=True)
        confirmed_at = Instant(null=True)
        asked_sealed = TextField(null=True)
        asked_code_hash = CharField(max_length=64, null=True)
        asked_until = Instant(null=True)

        class Meta:
            database = db
            table_name = "mail_address"

    db.create_tables([OutboxItem, MailAddress])

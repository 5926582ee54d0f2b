"""Identities on other channels, and the codes that bind them; what came in by a channel, its tokens and its failures."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class Identity(Model):
        id = BigAutoField()
        channel = CharField(max_length=20)
        key_hash = CharField(max_length=64)
        sealed = TextField()
        account = ForeignKeyField(Account)
        verified_at = Instant()

        class Meta:
            database = db
            table_name = "identity"
            indexes = ((("channel", "key_hash"), True),)

    class IdentityCode(Model):
        id = BigAutoField()
        channel = CharField(max_length=20)
        key_hash = CharField(max_length=64)
        sealed = TextField()
        code_hash = CharField(max_length=64, unique=True)
        until = Instant()

        class Meta:
            database = db
            table_name = "identity_code"
            indexes = ((("channel", "key_hash"), True),)

    class AccountMerge(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account)
        former = ForeignKeyField(Account, unique=True)
        at = Instant()

        class Meta:
            database = db
            table_name = "account_merge"

    class Inbound(Model):
        id = BigAutoField()
        channel = CharField(max_length=20)
        key = CharField(max_length=80)
        sealed = TextField(null=True)
        received_at = Instant()
        due_at = Instant(null=True, index=True)
        done_at = Instant(null=True)
        attempts = IntegerField(default=0)
        error = CharField(max_length=200, default="")

        class Meta:
            database = db
            table_name = "channel_inbound"
            indexes = ((("channel", "key"), True), (("channel", "received_at"), False))

    class ChannelToken(Model):
        id = BigAutoField()
        channel = CharField(max_length=20, unique=True)
        sealed = TextField(null=True)
        expires_at = Instant(null=True)
        claimed_until = Instant(null=True)

        class Meta:
            database = db
            table_name = "channel_token"

    class ChannelFailure(Model):
        id = BigAutoField()
        channel = CharField(max_length=20)
        kind = CharField(max_length=20)
        at = Instant()
        count = IntegerField(default=1)
        text = CharField(max_length=200)

        class Meta:
            database = db
            table_name = "channel_failure"
            indexes = ((("channel", "kind"), True),)

    class Conversation(Model):
        id = BigAutoField()
        channel = CharField(max_length=20)
        key_hash = CharField(max_length=64)
        sealed = TextField()
        heard_at = Instant()

        class Meta:
            database = db
            table_name = "conversation"
            indexes = ((("channel", "key_hash"), True), (("heard_at",), False))

    class RecordedMessage(Model):
        id = BigAutoField()
        channel = CharField(max_length=20)
        key_hash = CharField(max_length=64)
        key = CharField(max_length=120, unique=True)
        incoming = BooleanField()
        sealed = TextField()
        at = Instant()

        class Meta:
            database = db
            table_name = "recorded_message"
            indexes = ((("channel", "key_hash", "id"), False),)

    db.create_tables(
        [Identity, IdentityCode, AccountMerge, Inbound, ChannelToken, ChannelFailure, Conversation, RecordedMessage]
    )

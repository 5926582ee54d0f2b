"""Known clients, recovery codes and resets of accounts; the secrets of authenticators are encrypted."""

import os

from peewee import *

from forum.config import from_environ
from forum.private import Encryptor
from forum.store.db import Instant


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()
        otp_secret = CharField(max_length=200, null=True)

        class Meta:
            database = db
            table_name = "account"

    class KnownClient(Model):
        id = BigAutoField()
        key_hash = CharField(max_length=64, unique=True)
        account = ForeignKeyField(Account)
        last_at = Instant()

        class Meta:
            database = db
            table_name = "known_client"

    class RecoveryCode(Model):
        id = BigAutoField()
        code_hash = CharField(max_length=64, unique=True)
        account = ForeignKeyField(Account)
        created_at = Instant()
        used_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "recovery_code"

    class Reset(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account)
        kind = CharField(max_length=20)
        code_hash = CharField(max_length=64, null=True, unique=True)
        given_by = ForeignKeyField(Account, null=True, index=False)
        given_at = Instant()
        expires_at = Instant(null=True)
        used_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "account_reset"

    db.create_tables([KnownClient, RecoveryCode, Reset])
    db.execute_sql('CREATE INDEX "attempt_at" ON "attempt" ("at")')
    if not isinstance(db, SqliteDatabase):  # SQLite does not hold a text to its column's length
        db.execute_sql('ALTER TABLE "account" ALTER COLUMN "otp_secret" TYPE VARCHAR(200)')
    _encrypt(Account)


def _encrypt(accounts):
    """Encrypt what stood in clear, with the key of this installation; an empty database needs none."""
    clear = list(accounts.select(accounts.id, accounts.otp_secret).where(accounts.otp_secret.is_null(False)).tuples())
    if not clear:
        return
    encryptor = Encryptor(from_environ(os.environ).secret_key)
    for number, secret in clear:
        encrypted = encryptor.encrypt(secret, f"account/otp_secret/{number}")
        accounts.update(otp_secret=encrypted).where(accounts.id == number).execute()

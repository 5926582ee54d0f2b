"""Phone numbers of accounts, encrypted."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class PhoneNumber(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, unique=True)
        sealed = TextField()
        key_hash = CharField(max_length=64)
        given_at = Instant()

        class Meta:
            database = db
            table_name = "phone_number"

    db.create_tables([PhoneNumber])

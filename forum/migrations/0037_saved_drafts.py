"""Drafts of everybody's questions and replies."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class SavedDraft(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, index=False)
        place = CharField(max_length=60)
        sealed = TextField()
        writer = CharField(max_length=64)
        version = IntegerField(default=1)
        saved_at = Instant(index=True)

        class Meta:
            database = db
            table_name = "saved_draft"
            indexes = ((("account", "place"), False),)

    db.create_tables([SavedDraft])

"""The word list, posts held for screening, and an index that counts where questions went."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class Post(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "post"

    class Word(Model):
        id = BigAutoField()
        text = CharField(max_length=80)
        tier = CharField(max_length=20)
        reason = CharField(max_length=200)
        added_by = ForeignKeyField(Account, null=True, index=False)
        added_at = Instant()
        retired_by = ForeignKeyField(Account, null=True, index=False)
        retired_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "word"

    class HeldPost(Model):
        id = BigAutoField()
        post = ForeignKeyField(Post)
        revision = IntegerField()
        words = TextField()
        held_at = Instant()
        decided_by = ForeignKeyField(Account, null=True, index=False)
        decided_at = Instant(null=True)
        released = BooleanField(null=True)

        class Meta:
            database = db
            table_name = "held_post"
            indexes = ((("decided_at", "held_at"), False),)

    db.create_tables([Word, HeldPost])
    db.execute_sql('CREATE INDEX "thread_status_disposition" ON "thread" ("status", "disposition")')

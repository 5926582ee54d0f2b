"""Letters that came as replies, and saved searches."""

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

    class MailReply(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account)
        key = CharField(max_length=64)
        post = ForeignKeyField(Post, null=True, index=False)
        at = Instant()

        class Meta:
            database = db
            table_name = "mail_reply"
            indexes = ((("account", "key"), True),)

    class SavedSearch(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account)
        asked = TextField()
        seen = TextField(null=True)
        created_at = Instant()
        due_at = Instant(index=True)

        class Meta:
            database = db
            table_name = "saved_search"

    db.create_tables([MailReply, SavedSearch])

"""The keys under which names are offered while a mention is typed."""

from peewee import *


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class MentionKey(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account)
        key = CharField(max_length=200)

        class Meta:
            database = db
            table_name = "mention_key"
            indexes = ((("key", "account"), True),)

    db.create_tables([MentionKey])

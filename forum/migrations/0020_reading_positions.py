"""How far a member has read a thread."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Thread(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "thread"

    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class ReadingPosition(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, index=False)
        thread = ForeignKeyField(Thread, index=False)
        floor = IntegerField()
        at = Instant()

        class Meta:
            database = db
            table_name = "reading_position"
            indexes = ((("account", "thread"), True),)

    db.create_tables([ReadingPosition])

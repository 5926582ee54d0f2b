"""From where a thread was supported today, as keyed hashes."""

from peewee import *


def up(migrator, db):
    class Thread(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "thread"

    class SupportOrigin(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread, index=False)
        day = DateField(index=True)
        origin = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "support_origin"
            indexes = ((("thread", "origin"), False),)

    db.create_tables([SupportOrigin])

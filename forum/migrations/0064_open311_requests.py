"""Questions that came by Open311, with who asked encrypted."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Thread(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "thread"

    class Open311Request(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread, unique=True)
        app = CharField(max_length=40)
        token = CharField(max_length=40, unique=True)
        sealed = TextField(null=True)
        media_url = TextField(default="")
        created_at = Instant()

        class Meta:
            database = db
            table_name = "app_request"

    db.create_tables([Open311Request])

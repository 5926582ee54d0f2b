"""How often each thread was viewed."""

from peewee import *


def up(migrator, db):
    class Thread(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "thread"

    class ThreadViews(Model):
        thread = ForeignKeyField(Thread, primary_key=True)
        views = BigIntegerField()

        class Meta:
            database = db
            table_name = "thread_views"

    db.create_tables([ThreadViews])

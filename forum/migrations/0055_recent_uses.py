"""The uses that limits on reading count, for all nodes: on PostgreSQL outside its journal, so that counting waits for no disk."""

from peewee import *

from forum.store.db import is_sqlite


def up(migrator, db):
    class RecentUse(Model):
        subject = CharField(max_length=120, primary_key=True)
        times = TextField()
        until = BigIntegerField(index=True)

        class Meta:
            database = db
            table_name = "recent_use"

    db.create_tables([RecentUse])
    if not is_sqlite():
        db.execute_sql('ALTER TABLE "recent_use" SET UNLOGGED')

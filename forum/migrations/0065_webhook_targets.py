"""Targets of webhooks. Their reader of the log begins behind what is on record now."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class WebhookTarget(Model):
        id = BigAutoField()
        key = CharField(max_length=16, unique=True)
        url = TextField()
        description = CharField(max_length=80)
        secret = TextField()
        since = BigIntegerField()
        replays = IntegerField(default=0)
        created_at = Instant()
        created_by = BigIntegerField()
        sent_at = Instant(null=True)
        failing_since = Instant(null=True)
        failure = CharField(max_length=200, default="")
        disabled_at = Instant(null=True)
        removed_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "webhook_target"

    db.create_tables([WebhookTarget])
    db.execute_sql(
        "INSERT INTO reader_cursor (name, position) SELECT 'webhooks', MAX(id) FROM entry HAVING MAX(id) IS NOT NULL"
    )

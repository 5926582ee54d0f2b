"""By which channels accounts are notified of which events; what was muted is delivered by none."""

from peewee import *

from forum.store.db import Instant

CHANNELS = ("bell", "mail", "digest", "push")


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class DeliveryChoice(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, index=False)
        event = CharField(max_length=40)
        channel = CharField(max_length=10)
        wanted = BooleanField()

        class Meta:
            database = db
            table_name = "delivery_choice"
            indexes = ((("account", "event", "channel"), True),)

    class DeliverySetting(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, unique=True)
        rhythm = CharField(max_length=10, default="daily")
        mail_stopped_at = Instant(null=True)
        digest_from = BigIntegerField(null=True)
        digest_due_at = Instant(null=True, index=True)

        class Meta:
            database = db
            table_name = "delivery_setting"

    db.create_tables([DeliveryChoice, DeliverySetting])
    for channel in CHANNELS:
        db.execute_sql(
            f"INSERT INTO delivery_choice (account_id, event, channel, wanted)"
            f" SELECT account_id, event, '{channel}', {_false(db)} FROM mute"
        )
    db.execute_sql("DROP TABLE mute")
    db.execute_sql(f"ALTER TABLE notification ADD COLUMN bell BOOLEAN NOT NULL DEFAULT {_true(db)}")


def _false(db):
    return "0" if isinstance(db, SqliteDatabase) else "FALSE"


def _true(db):
    return "1" if isinstance(db, SqliteDatabase) else "TRUE"

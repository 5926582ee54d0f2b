"""The register of owners and the requests of move-car."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class MoveCarOwner(Model):
        id = BigAutoField()
        plate_hash = CharField(max_length=64, unique=True)
        phone_hash = CharField(max_length=64)
        sealed = TextField()

        class Meta:
            database = db
            table_name = "move_car_owner"

    class MoveCarRequest(Model):
        id = BigAutoField()
        key = CharField(max_length=24, unique=True)
        status = CharField(max_length=20)
        channel = CharField(max_length=20)
        account = ForeignKeyField(Account)
        plate_hash = CharField(max_length=64, index=True)
        owner_hash = CharField(max_length=64, null=True, index=True)
        asker_hash = CharField(max_length=64, default="", index=True)
        plate = TextField()
        phone = TextField(default="")
        place = TextField(default="")
        appeal = TextField(default="")
        photo = CharField(max_length=60, default="")
        photo_checked = BooleanField(default=False)
        reason = CharField(max_length=20, default="")
        leads = ForeignKeyField("self", null=True)
        created_at = Instant()
        notified_at = Instant(null=True)
        called_at = Instant(null=True)
        reminded_at = Instant(null=True)
        answered_at = Instant(null=True)
        not_mine = BooleanField(default=False)
        escalated_at = Instant(null=True)
        ended_at = Instant(null=True)
        moved_at = Instant(null=True)
        counted = BooleanField(default=False)
        minutes = IntegerField(null=True)
        due_at = Instant(null=True, index=True)

        class Meta:
            database = db
            table_name = "move_car_request"
            indexes = ((("counted", "minutes"), False), (("status", "id"), False))

    db.create_tables([MoveCarOwner, MoveCarRequest])

"""Where the matters of threads are."""

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

    class Location(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread, index=False)
        number = IntegerField()
        address = CharField(max_length=80)
        lat = IntegerField(null=True)
        lon = IntegerField(null=True)
        precision = CharField(max_length=10)
        role = CharField(max_length=20)
        created_at = Instant()
        editor = ForeignKeyField(Account, index=False)
        ended_at = Instant(null=True)
        ended_by = ForeignKeyField(Account, null=True, index=False)

        class Meta:
            database = db
            table_name = "location"
            indexes = ((("thread", "number"), True),)

    current = Location.ended_at.is_null()
    near = current & Location.lat.is_null(False)
    Location.add_index(Location.index(Location.thread, where=current, name="location_current"))
    Location.add_index(Location.index(Location.lat, Location.lon, Location.thread, where=near, name="location_near"))
    db.create_tables([Location])

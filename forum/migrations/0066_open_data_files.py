"""The monthly files of open data."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class OpenDataFile(Model):
        id = BigAutoField()
        month = CharField(max_length=7, unique=True)
        made_at = Instant()
        entry = BigIntegerField()
        threads = IntegerField()
        posts = IntegerField()
        licence = CharField(max_length=100)
        json_sha256 = CharField(max_length=64)
        json_size = BigIntegerField()
        csv_sha256 = CharField(max_length=64)
        csv_size = BigIntegerField()

        class Meta:
            database = db
            table_name = "open_data_file"

    db.create_tables([OpenDataFile])

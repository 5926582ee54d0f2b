"""The table of the monthly files."""

import peewee

from forum.store.db import Instant, Model


class OpenDataFile(Model):
    """The files of a month (2026-11), as they were made last. `entry` is the number of the log's last entry before they were begun.

    `json_sha256` and `csv_sha256` are of the files as they are downloaded, `json_size` and `csv_size` their bytes.
    """

    id = peewee.BigAutoField()
    month = peewee.CharField(max_length=7, unique=True)
    made_at = Instant()
    entry = peewee.BigIntegerField()
    threads = peewee.IntegerField()
    posts = peewee.IntegerField()
    licence = peewee.CharField(max_length=100)
    json_sha256 = peewee.CharField(max_length=64)
    json_size = peewee.BigIntegerField()
    csv_sha256 = peewee.CharField(max_length=64)
    csv_size = peewee.BigIntegerField()

    class Meta:
        table_name = "open_data_file"

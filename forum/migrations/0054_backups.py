"""The backups that were made, for the page that says how old the last one is."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class BackupRun(Model):
        id = BigAutoField()
        taken_at = Instant()
        finished_at = Instant(index=True)
        rows = BigIntegerField()
        files = BigIntegerField()
        written = BigIntegerField()

        class Meta:
            database = db
            table_name = "backup_run"

    db.create_tables([BackupRun])

"""The backups that were made."""

import peewee

from forum.store.db import Instant, Model


class BackupRun(Model):
    """A backup that is complete: the state as of `taken_at`, written by `finished_at`; `written` in bytes."""

    id = peewee.BigAutoField()
    taken_at = Instant()
    finished_at = Instant(index=True)
    rows = peewee.BigIntegerField()
    files = peewee.BigIntegerField()
    written = peewee.BigIntegerField()

    class Meta:
        table_name = "backup_run"

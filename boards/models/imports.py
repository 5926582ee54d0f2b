"""What came of the records of an old forum."""

import peewee

from forum.store.db import Model


class ImportedRecord(Model):
    """The account, board, thread or post (`kind`, `now_id`) that the record `old_id` of the forum `source` became.

    By it an import that was interrupted goes on, and old addresses lead on.
    """

    id = peewee.BigAutoField()
    source = peewee.CharField(max_length=20)
    kind = peewee.CharField(max_length=10)
    old_id = peewee.BigIntegerField()
    now_id = peewee.BigIntegerField()

    class Meta:
        table_name = "imported_record"
        indexes = ((("source", "kind", "old_id"), True),)

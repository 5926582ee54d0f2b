"""What came of the records of an old forum that was imported."""

from peewee import *


def up(migrator, db):
    class ImportedRecord(Model):
        id = BigAutoField()
        source = CharField(max_length=20)
        kind = CharField(max_length=10)
        old_id = BigIntegerField()
        now_id = BigIntegerField()

        class Meta:
            database = db
            table_name = "imported_record"
            indexes = ((("source", "kind", "old_id"), True),)

    db.create_tables([ImportedRecord])

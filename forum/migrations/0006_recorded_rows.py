"""Proved rows: what each leaf commits to of the rows that its transaction changed."""

from peewee import *


def up(migrator, db):
    class RecordedRow(Model):
        id = BigAutoField()
        entry_id = BigIntegerField(null=True)
        row_table = CharField(max_length=40)
        row_id = BigIntegerField()
        thread_id = BigIntegerField(null=True)
        public = TextField(null=True)
        private = TextField(null=True)
        writer = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "recorded_row"
            indexes = ((("entry_id",), False), (("row_table", "row_id", "id"), False))

    db.create_tables([RecordedRow])
    db.execute_sql('ALTER TABLE "entry" ADD COLUMN "rows_salt" VARCHAR(64)')
    db.execute_sql('CREATE INDEX "recorded_row_waiting" ON "recorded_row" ("writer", "id") WHERE "entry_id" IS NULL')

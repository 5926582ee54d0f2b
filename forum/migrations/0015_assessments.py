"""Assessments: the frozen figures of a period."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class Assessment(Model):
        id = BigAutoField()
        first_day = DateField()
        last_day = DateField()
        last_entry = BigIntegerField()
        cases = IntegerField()
        sha256 = CharField(max_length=64)
        document = TextField()
        frozen_at = Instant()
        frozen_by = ForeignKeyField(Account, index=False)

        class Meta:
            database = db
            table_name = "assessment"
            indexes = ((("first_day", "last_day"), True),)

    db.create_tables([Assessment])

"""Reporters' follow-up reports, their versions and threads."""

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

    class PressReport(Model):
        id = BigAutoField()
        version = IntegerField()
        created_at = Instant()
        created_by = ForeignKeyField(Account, index=False)
        withdrawn_at = Instant(null=True)
        withdrawn_role = CharField(max_length=20, null=True)
        withdrawn_reason = TextField(null=True)
        withdrawn_by = ForeignKeyField(Account, null=True, index=False)

        class Meta:
            database = db
            table_name = "press_report"

    class PressVersion(Model):
        id = BigAutoField()
        report = ForeignKeyField(PressReport, index=False)
        number = IntegerField()
        title = CharField(max_length=120)
        byline = CharField(max_length=60)
        medium = CharField(max_length=60)
        published_on = DateField()
        url = TextField()
        text = TextField()
        note = TextField()
        role = CharField(max_length=20)
        created_at = Instant()
        editor = ForeignKeyField(Account, index=False)

        class Meta:
            database = db
            table_name = "press_version"
            indexes = ((("report", "number"), True),)

    class PressThread(Model):
        id = BigAutoField()
        report = ForeignKeyField(PressReport)
        thread = ForeignKeyField(Thread)
        added_at = Instant()
        removed_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "press_thread"

    db.create_tables([PressReport, PressVersion, PressThread])

"""Notices to departments, and an index by which the worker finds the running clocks that are nearly due or overdue."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Thread(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "thread"

    class Clock(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "clock"

    class Department(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "department"

    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class Notice(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread)
        clock = ForeignKeyField(Clock, index=False)
        department = ForeignKeyField(Department, index=False)
        kind = CharField(max_length=20)
        year = IntegerField()
        number = IntegerField()
        mark = CharField(max_length=8)
        addressee = CharField(max_length=80)
        body = CharField(max_length=100)
        head = CharField(max_length=100)
        contact = CharField(max_length=100)
        copies = CharField(max_length=100)
        seal = CharField(max_length=100)
        clock_due_at = Instant()
        issued_at = Instant()
        feedback_due_at = Instant(null=True)
        demand = TextField()
        issued_by = ForeignKeyField(Account, null=True, index=False)
        signed_at = Instant(null=True)
        signed_by = ForeignKeyField(Account, null=True, index=False)
        feedback = TextField(null=True)
        feedback_at = Instant(null=True)
        feedback_by = ForeignKeyField(Account, null=True, index=False)
        closed_at = Instant(null=True)
        closing = CharField(max_length=20, null=True)
        closed_text = TextField(null=True)
        closed_by = ForeignKeyField(Account, null=True, index=False)

        class Meta:
            database = db
            table_name = "notice"
            indexes = (
                (("kind", "year", "number"), True),
                (("clock", "kind", "clock_due_at"), True),
                (("department", "year", "kind"), False),
            )

    db.create_tables([Notice])
    db.execute_sql('CREATE INDEX "notice_open" ON "notice" ("issued_at") WHERE "closed_at" IS NULL')
    db.execute_sql('CREATE INDEX "clock_running" ON "clock" ("due_at") WHERE "met_at" IS NULL')

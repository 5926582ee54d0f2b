"""Promises with a day in official answers, and an index of the open ones for the worker."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Thread(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "thread"

    class Post(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "post"

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

    class Promise(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread, index=False)
        post = ForeignKeyField(Post)
        department = ForeignKeyField(Department, index=False)
        revision = IntegerField()
        start = IntegerField()
        length = IntegerField()
        due_on = DateField()
        found_at = Instant()
        earlier = ForeignKeyField("self", null=True, index=False)
        asked_at = Instant(null=True)
        outcome = CharField(max_length=10, null=True)
        kept_post = ForeignKeyField(Post, null=True, index=False)
        reason = TextField(null=True)
        closed_at = Instant(null=True)
        closed_by = ForeignKeyField(Account, null=True, index=False)

        class Meta:
            database = db
            table_name = "promise"
            indexes = ((("department", "outcome", "id"), False),)

    db.create_tables([Promise])
    db.execute_sql('CREATE INDEX "promise_open" ON "promise" ("due_on") WHERE "closed_at" IS NULL')

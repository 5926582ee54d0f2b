"""Watched boards and departments, what a member saw of a thread, its history, and where an account is signed in."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class Thread(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "thread"

    class Board(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "board"

    class Department(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "department"

    class PlaceWatch(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, index=False)
        board = ForeignKeyField(Board, null=True)
        department = ForeignKeyField(Department, null=True)
        since = Instant()

        class Meta:
            database = db
            table_name = "place_watch"
            indexes = ((("account", "board"), True), (("account", "department"), True))

    class ThreadVisit(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, index=False)
        thread = ForeignKeyField(Thread, index=False)
        at = Instant()

        class Meta:
            database = db
            table_name = "thread_visit"
            indexes = ((("account", "thread"), True), (("account", "at", "id"), False))

    db.create_tables([PlaceWatch, ThreadVisit])
    migrator.migrate(
        migrator.add_column("reading_position", "entry_id", BigIntegerField(null=True)),
        migrator.add_column("account", "history_since", Instant(null=True)),
        migrator.add_column("session", "browser", CharField(max_length=60, null=True)),
        migrator.add_column("session", "network", CharField(max_length=60, null=True)),
        migrator.add_column("session", "seen_on", DateField(null=True)),
    )
    db.execute_sql('CREATE INDEX "post_answering" ON "post" ("parent_id") WHERE "parent_id" IS NOT NULL')

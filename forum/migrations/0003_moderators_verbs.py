"""Tables and columns of the moderators' verbs: current places of posts, marks, answers to reports, sanctions."""

import json

from peewee import *

from forum.store.db import Instant

NEW_COLUMNS = {
    "thread": (
        "merged_into_id BIGINT REFERENCES thread (id)",
        "pinned INTEGER",
        "moved_out INTEGER NOT NULL DEFAULT 0",
        "locked {bool}",
        "ended {bool}",
        "highlighted {bool}",
        "withheld {bool}",
    ),
    "post": (
        "place_thread BIGINT NOT NULL DEFAULT 0",
        "place_floor INTEGER NOT NULL DEFAULT 0",
        "place_path VARCHAR(400) NOT NULL DEFAULT ''",
        "hidden_code VARCHAR(20)",
        "hidden_whole {bool}",
    ),
}
BOOL = {True: "INTEGER NOT NULL DEFAULT 0", False: "BOOLEAN NOT NULL DEFAULT false"}
INDEXES = (
    "CREATE INDEX thread_merged_into_id ON thread (merged_into_id)",
    "CREATE INDEX thread_board_id_pinned ON thread (board_id, pinned)",
    "CREATE INDEX thread_board_id_highlighted_last_at_id ON thread (board_id, highlighted, last_at, id)",
    "CREATE UNIQUE INDEX post_place_thread_place_floor ON post (place_thread, place_floor)",
    "CREATE INDEX post_place_thread_place_path ON post (place_thread, place_path)",
    "DROP INDEX post_thread_id_path",
)


def up(migrator, db):
    _columns(db)
    for statement in INDEXES:
        db.execute_sql(statement)
    _carry_over_reports(db, _tables(db))


def _columns(db):
    truth = BOOL[isinstance(db, SqliteDatabase)]
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {column.format(bool=truth)}")
    db.execute_sql("UPDATE post SET place_thread = thread_id, place_floor = floor, place_path = path")


def _tables(db):
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

    class Post(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "post"

    class Placement(Model):
        id = BigAutoField()
        post = ForeignKeyField(Post)
        thread = ForeignKeyField(Thread, index=False)
        floor = IntegerField()
        path = CharField(max_length=400)
        from_thread = ForeignKeyField(Thread)
        from_floor = IntegerField()
        at = Instant()

        class Meta:
            database = db
            table_name = "placement"
            indexes = ((("thread", "floor"), True),)

    class Report(Model):
        id = BigAutoField()
        post = ForeignKeyField(Post, index=False)
        account = ForeignKeyField(Account, index=False)
        code = CharField(max_length=20)
        text = TextField()
        at = Instant()
        outcome = CharField(null=True, max_length=20)
        answer = TextField(default="")
        decided_at = Instant(null=True)
        decided_by = ForeignKeyField(Account, null=True, index=False)
        entry_id = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "report"
            indexes = (
                (("decided_at", "post"), False),
                (("account", "id"), False),
                (("post", "account"), False),
                (("entry_id",), False),
            )

    class Sanction(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account)
        kind = CharField(max_length=20)
        code = CharField(max_length=20)
        text = TextField()
        post_id = BigIntegerField(null=True)
        since = Instant()
        until = Instant(null=True)
        given_by = ForeignKeyField(Account, index=False)
        lifted_at = Instant(null=True)
        lifted_by = ForeignKeyField(Account, null=True, index=False)
        lifted_text = TextField(default="")

        class Meta:
            database = db
            table_name = "sanction"
            indexes = ((("kind", "until"), False),)

    db.create_tables([Placement, Report, Sanction])
    return Report


def _carry_over_reports(db, report):
    """Create a waiting report for each one that is only in the log so far."""
    rows = db.execute_sql(
        "SELECT post_id, actor_id, at, data FROM entry WHERE deed = 'post.report' ORDER BY id"
    ).fetchall()
    for post, account, at, data in rows:
        text = json.loads(data)["text"]
        report.insert(post=post, account=account, code="other", text=text, at=report.at.python_value(at)).execute()

"""Topics, and the threads that each gathers."""

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

    class Topic(Model):
        id = BigAutoField()
        slug = CharField(max_length=40, unique=True)
        title = CharField(max_length=80)
        introduction = TextField()
        opened_at = Instant()
        opened_by = ForeignKeyField(Account, index=False)
        closed_at = Instant(null=True)
        closed_text = TextField(null=True)
        closed_by = ForeignKeyField(Account, null=True, index=False)

        class Meta:
            database = db
            table_name = "topic"

    class TopicThread(Model):
        id = BigAutoField()
        topic = ForeignKeyField(Topic, index=False)
        thread = ForeignKeyField(Thread)
        added_at = Instant()
        added_by = ForeignKeyField(Account, index=False)
        removed_at = Instant(null=True)
        removed_text = TextField(null=True)
        removed_by = ForeignKeyField(Account, null=True, index=False)

        class Meta:
            database = db
            table_name = "topic_thread"
            indexes = ((("topic", "thread"), False),)

    db.create_tables([Topic, TopicThread])

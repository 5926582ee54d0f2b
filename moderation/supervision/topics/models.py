"""The tables of topics."""

import peewee

from boards.models.threads import Thread
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class Topic(Model):
    """A page that gathers threads, at /topics/`slug`; `closed_text` says what came of it."""

    id = peewee.BigAutoField()
    slug = peewee.CharField(max_length=40, unique=True)
    title = peewee.CharField(max_length=80)
    introduction = peewee.TextField()
    opened_at = Instant()
    opened_by = peewee.ForeignKeyField(Account, index=False)
    closed_at = Instant(null=True)
    closed_text = peewee.TextField(null=True)
    closed_by = peewee.ForeignKeyField(Account, null=True, index=False)

    class Meta:
        table_name = "topic"


class TopicThread(Model):
    """That a thread is in a topic, until `removed_at`; a thread that comes back gets another row."""

    id = peewee.BigAutoField()
    topic = peewee.ForeignKeyField(Topic, index=False)
    thread = peewee.ForeignKeyField(Thread)
    added_at = Instant()
    added_by = peewee.ForeignKeyField(Account, index=False)
    removed_at = Instant(null=True)
    removed_text = peewee.TextField(null=True)
    removed_by = peewee.ForeignKeyField(Account, null=True, index=False)

    class Meta:
        table_name = "topic_thread"
        indexes = ((("topic", "thread"), False),)

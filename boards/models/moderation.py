"""Placements of posts and reports: tables that moderation writes and the pages read."""

import peewee

from boards.models.threads import Post, Thread
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class Placement(Model):
    """A post's new place after a merge or a split: floor `floor` of `thread`. Never changed; the old address redirects to it."""

    id = peewee.BigAutoField()
    post = peewee.ForeignKeyField(Post)
    thread = peewee.ForeignKeyField(Thread, index=False)
    floor = peewee.IntegerField()
    path = peewee.CharField(max_length=400)
    from_thread = peewee.ForeignKeyField(Thread)
    from_floor = peewee.IntegerField()
    at = Instant()

    class Meta:
        indexes = ((("thread", "floor"), True),)


class Report(Model):
    """A report of a post; `outcome` is upheld or dismissed, `entry_id` the log entry of the decision."""

    id = peewee.BigAutoField()
    post = peewee.ForeignKeyField(Post, index=False)
    account = peewee.ForeignKeyField(Account, index=False)
    code = peewee.CharField(max_length=20)
    text = peewee.TextField()
    at = Instant()
    outcome = peewee.CharField(max_length=20, null=True)
    answer = peewee.TextField(default="")
    decided_at = Instant(null=True)
    decided_by = peewee.ForeignKeyField(Account, null=True, index=False)
    entry_id = peewee.BigIntegerField(null=True)

    class Meta:
        indexes = (
            (("decided_at", "post"), False),
            (("account", "id"), False),
            (("post", "account"), False),
            (("entry_id",), False),
        )

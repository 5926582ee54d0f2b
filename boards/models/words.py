"""The moderators' word list, and the posts that are held because of it."""

import peewee

from boards.models.threads import Post
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class Word(Model):
    """A word that is masked, held for screening or refused (`tier`), and why. Never deleted, only retired."""

    id = peewee.BigAutoField()
    text = peewee.CharField(max_length=80)
    tier = peewee.CharField(max_length=20)
    reason = peewee.CharField(max_length=200)
    added_by = peewee.ForeignKeyField(Account, null=True, index=False)
    added_at = Instant()
    retired_by = peewee.ForeignKeyField(Account, null=True, index=False)
    retired_at = Instant(null=True)


class HeldPost(Model):
    """A revision of a post that is hidden until a moderator decides; `words` is a JSON list of the words that held it."""

    id = peewee.BigAutoField()
    post = peewee.ForeignKeyField(Post)
    revision = peewee.IntegerField()
    words = peewee.TextField()
    held_at = Instant()
    decided_by = peewee.ForeignKeyField(Account, null=True, index=False)
    decided_at = Instant(null=True)
    released = peewee.BooleanField(null=True)

    class Meta:
        table_name = "held_post"
        indexes = ((("decided_at", "held_at"), False),)

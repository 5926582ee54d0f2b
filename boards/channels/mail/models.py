"""The table of letters that were answered or became a post, so that one that is handed over twice counts once."""

import peewee

from boards.models.threads import Post
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class MailReply(Model):
    """A letter of an account; `key` is the hash of its Message-ID (boards.channels.mail.reading), `post` None where it was refused."""

    id = peewee.BigAutoField()
    account = peewee.ForeignKeyField(Account)
    key = peewee.CharField(max_length=64)
    post = peewee.ForeignKeyField(Post, null=True, index=False)
    at = Instant()

    class Meta:
        table_name = "mail_reply"
        indexes = ((("account", "key"), True),)

"""Uploads that wait for their post, and the files of posts."""

import peewee

from boards.models.threads import Post, Thread
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class Upload(Model):
    """A file of one account that no post has yet; `key` is its name in forms and in the API. The worker deletes it when it is old.

    `alt` is the description that it came with through the API or by mail; forms send theirs with the text. `latitude` and
    `longitude` are set only when its owner asked for the place of the photo.
    """

    id = peewee.BigAutoField()
    key = peewee.CharField(max_length=32, unique=True)
    account = peewee.ForeignKeyField(Account, index=False)
    kind = peewee.CharField(max_length=20)
    media = peewee.CharField(max_length=40)
    sha256 = peewee.CharField(max_length=64, index=True)
    width = peewee.IntegerField(null=True)
    height = peewee.IntegerField(null=True)
    size = peewee.IntegerField()
    name = peewee.CharField(max_length=100, default="")
    latitude = peewee.DoubleField(null=True)
    longitude = peewee.DoubleField(null=True)
    created_at = Instant()
    alt = peewee.TextField(default="")

    class Meta:
        indexes = ((("account", "created_at"), False), (("created_at",), False))


class PostFile(Model):
    """File `number` of a post, as it was published: `sha256` is the hash of its bytes, which stands in the post's leaf.

    `shown_sha256` is the hash of the file that is shown instead, once regions are blurred. `thread` is where the post was
    written.
    """

    id = peewee.BigAutoField()
    post = peewee.ForeignKeyField(Post, index=False)
    thread = peewee.ForeignKeyField(Thread, index=False)
    number = peewee.IntegerField()
    account = peewee.ForeignKeyField(Account, index=False)
    kind = peewee.CharField(max_length=20)
    media = peewee.CharField(max_length=40)
    sha256 = peewee.CharField(max_length=64, index=True)
    width = peewee.IntegerField(null=True)
    height = peewee.IntegerField(null=True)
    size = peewee.IntegerField()
    name = peewee.CharField(max_length=100, default="")
    alt = peewee.TextField(default="")
    created_at = Instant()
    shown_sha256 = peewee.CharField(max_length=64, null=True)

    class Meta:
        table_name = "post_file"
        indexes = ((("post", "number"), True), (("account", "size"), False))

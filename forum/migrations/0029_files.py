"""Uploads that wait for their post, and the files of posts."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    def existing(name):
        class Existing(Model):
            id = BigAutoField()

            class Meta:
                database = db
                table_name = name

        return Existing

    Account, Post, Thread = existing("account"), existing("post"), existing("thread")

    class Upload(Model):
        id = BigAutoField()
        key = CharField(max_length=32, unique=True)
        account = ForeignKeyField(Account, index=False)
        kind = CharField(max_length=20)
        media = CharField(max_length=40)
        sha256 = CharField(max_length=64, index=True)
        width = IntegerField(null=True)
        height = IntegerField(null=True)
        size = IntegerField()
        name = CharField(max_length=100)
        latitude = DoubleField(null=True)
        longitude = DoubleField(null=True)
        created_at = Instant()

        class Meta:
            database = db
            table_name = "upload"
            indexes = ((("account", "created_at"), False), (("created_at",), False))

    class PostFile(Model):
        id = BigAutoField()
        post = ForeignKeyField(Post, index=False)
        thread = ForeignKeyField(Thread, index=False)
        number = IntegerField()
        account = ForeignKeyField(Account, index=False)
        kind = CharField(max_length=20)
        media = CharField(max_length=40)
        sha256 = CharField(max_length=64, index=True)
        width = IntegerField(null=True)
        height = IntegerField(null=True)
        size = IntegerField()
        name = CharField(max_length=100)
        alt = TextField()
        created_at = Instant()
        shown_sha256 = CharField(max_length=64, null=True)

        class Meta:
            database = db
            table_name = "post_file"
            indexes = ((("post", "number"), True), (("account", "size"), False))

    db.create_tables([Upload, PostFile])

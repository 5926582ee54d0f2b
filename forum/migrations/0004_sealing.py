"""Columns for the shown form of a covered or sealed text, and the signed orders under which posts are sealed."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("revision", "withheld", TextField(null=True)),
        migrator.add_column("revision", "shown_text", TextField(null=True)),
        migrator.add_column("revision", "shown_html", TextField(null=True)),
        migrator.add_column("thread", "shown_title", TextField(null=True)),
        migrator.add_column("thread", "title_withheld", TextField(null=True)),
        migrator.add_column("post", "seal_order_id", BigIntegerField(null=True)),
    )

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

    class SealOrder(Model):
        id = BigAutoField()
        number = CharField(max_length=60)
        signatory = ForeignKeyField(Account, index=False)
        signatory_name = CharField(max_length=40)
        signatory_office = CharField(max_length=80)
        reason = CharField(max_length=40)
        ground = TextField()
        signed_on = DateField()
        thread = ForeignKeyField(Thread, index=False)
        post = ForeignKeyField(Post, null=True, index=False)
        order_hash = CharField(max_length=64)
        scan_hash = CharField(max_length=64)
        scan_type = CharField(max_length=40)
        entered_by = ForeignKeyField(Account, index=False)
        entered_at = Instant()
        confirmed_by = ForeignKeyField(Account, null=True, index=False)
        confirmed_at = Instant(null=True)
        withdrawn_by = ForeignKeyField(Account, null=True, index=False)
        withdrawn_at = Instant(null=True)
        withdrawn_reason = TextField(null=True)

        class Meta:
            database = db
            table_name = "seal_order"
            constraints = [Check("confirmed_by_id <> entered_by_id")]

    db.create_tables([SealOrder])

    class OrderScan(Model):
        id = BigAutoField()
        order = ForeignKeyField(SealOrder, unique=True)
        content = BlobField()

        class Meta:
            database = db
            table_name = "order_scan"

    db.create_tables([OrderScan])

"""Private messages between departments and askers, encrypted, and what an asker lets the next department read."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Thread(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "thread"

    class Department(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "department"

    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class ContactMessage(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread, index=False)
        department = ForeignKeyField(Department, index=False)
        account = ForeignKeyField(Account, index=False)
        from_asker = BooleanField()
        sealed = TextField(null=True)
        salt = CharField(max_length=64)
        commitment = CharField(max_length=64)
        phone_shared = BooleanField(default=False)
        created_at = Instant()

        class Meta:
            database = db
            table_name = "contact_message"
            indexes = ((("thread", "created_at"), False), (("account", "created_at"), False))

    class ContactShare(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread, index=False)
        department = ForeignKeyField(Department, index=False)
        reader = ForeignKeyField(Department, index=False)
        at = Instant()

        class Meta:
            database = db
            table_name = "contact_share"
            indexes = ((("thread", "department", "reader"), True),)

    db.create_tables([ContactMessage, ContactShare])

"""Forms that are kept while their writer signs in."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class KeptForm(Model):
        id = BigAutoField()
        key_hash = CharField(max_length=64, unique=True)
        browser_hash = CharField(max_length=64)
        account_id = BigIntegerField(null=True)
        endpoint = CharField(max_length=80)
        address = TextField()
        sealed = TextField()
        at = Instant(index=True)

        class Meta:
            database = db
            table_name = "kept_form"
            indexes = ((("browser_hash", "at"), False),)

    db.create_tables([KeptForm])

"""The public ledger: the tree's full tiles, the checkpoints given out and their cosignatures, and why signing stopped."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Tile(Model):
        id = BigAutoField()
        level = IntegerField()
        number = BigIntegerField()
        hashes = BlobField()
        root = BlobField()

        class Meta:
            database = db
            table_name = "ledger_tile"
            indexes = ((("level", "number"), True),)

    db.create_tables([Tile])

    class SignedCheckpoint(Model):
        id = BigAutoField()
        size = BigIntegerField(unique=True)
        root = CharField(max_length=64)
        note = TextField()
        vkey = CharField(max_length=300)
        at = Instant()

        class Meta:
            database = db
            table_name = "ledger_checkpoint"

    db.create_tables([SignedCheckpoint])

    class Cosignature(Model):
        id = BigAutoField()
        checkpoint = ForeignKeyField(SignedCheckpoint, index=False)
        witness = CharField(max_length=300)
        line = TextField()
        signed_at = Instant()
        at = Instant()

        class Meta:
            database = db
            table_name = "ledger_cosignature"
            indexes = ((("checkpoint", "witness"), True),)

    db.create_tables([Cosignature])

    class Refusal(Model):
        id = BigAutoField()
        code = CharField(max_length=20, unique=True)
        details = TextField()
        since = Instant()
        over = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "ledger_refusal"

    db.create_tables([Refusal])

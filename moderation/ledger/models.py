"""The ledger's tables beside the log; rows are never changed, except those of `StoredRefusal` and `WitnessState`."""

import peewee

from forum.store.db import Instant, Model


class LedgerName(Model):
    """The ledger's name, which stands in every checkpoint; the newest row counts, and once something is signed there is no newer one."""

    id = peewee.BigAutoField()
    name = peewee.CharField(max_length=200)
    at = Instant()

    class Meta:
        table_name = "ledger_name"


class StoredTile(Model):
    """A full tile of hashes; `root` is the node over it, one hash of the level above."""

    id = peewee.BigAutoField()
    level = peewee.IntegerField()
    number = peewee.BigIntegerField()
    hashes = peewee.BlobField()
    root = peewee.BlobField()

    class Meta:
        table_name = "ledger_tile"
        indexes = ((("level", "number"), True),)


class SignedCheckpoint(Model):
    """A published checkpoint: one for each size, so that no two trees of one size are ever signed.

    `root` is in hex; `note` holds the log's own signature, whose public key is `vkey`.
    """

    id = peewee.BigAutoField()
    size = peewee.BigIntegerField(unique=True)
    root = peewee.CharField(max_length=64)
    note = peewee.TextField()
    vkey = peewee.CharField(max_length=300)
    at = Instant()

    class Meta:
        table_name = "ledger_checkpoint"


class Cosignature(Model):
    """The line of a witness (named by its vkey) under a checkpoint; `signed_at` is the witness's own time."""

    id = peewee.BigAutoField()
    checkpoint = peewee.ForeignKeyField(SignedCheckpoint, index=False)
    witness = peewee.CharField(max_length=300)
    line = peewee.TextField()
    signed_at = Instant()
    at = Instant()

    class Meta:
        table_name = "ledger_cosignature"
        indexes = ((("checkpoint", "witness"), True), (("witness", "checkpoint"), False))


class StoredRefusal(Model):
    """Why the worker last refused to sign: `details` is JSON, `over` says that it signs again."""

    id = peewee.BigAutoField()
    code = peewee.CharField(max_length=20, unique=True)
    details = peewee.TextField()
    since = Instant()
    over = peewee.BooleanField(default=False)

    class Meta:
        table_name = "ledger_refusal"


class WitnessState(Model):
    """What sending to a witness has come to: the `size` it last confirmed, and since when which `problem` stands in the way.

    After `failures` in a row it is not asked again before `next_at`.
    """

    id = peewee.BigAutoField()
    vkey = peewee.CharField(max_length=300, unique=True)
    size = peewee.BigIntegerField(default=0)
    problem = peewee.CharField(max_length=20, null=True)
    since = Instant(null=True)
    failures = peewee.IntegerField(default=0)
    next_at = Instant(null=True)

    class Meta:
        table_name = "ledger_witness_state"

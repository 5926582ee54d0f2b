"""The ledger's name, and what is known of each witness to which checkpoints are sent."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class LedgerName(Model):
        id = BigAutoField()
        name = CharField(max_length=200)
        at = Instant()

        class Meta:
            database = db
            table_name = "ledger_name"

    class WitnessState(Model):
        id = BigAutoField()
        vkey = CharField(max_length=300, unique=True)
        size = BigIntegerField(default=0)
        problem = CharField(max_length=20, null=True)
        since = Instant(null=True)
        failures = IntegerField(default=0)
        next_at = Instant(null=True)

        class Meta:
            database = db
            table_name = "ledger_witness_state"

    db.create_tables([LedgerName, WitnessState])
    migrator.migrate(migrator.add_index("ledger_cosignature", ("witness", "checkpoint_id"), False))

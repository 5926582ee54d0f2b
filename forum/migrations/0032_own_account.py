"""Names that accounts had, and closing an account."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class AccountName(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account)
        name = CharField(max_length=40)
        name_key = CharField(max_length=80, index=True)
        until = Instant()

        class Meta:
            database = db
            table_name = "account_name"

    db.create_tables([AccountName])
    migrator.migrate(
        migrator.add_column("account", "closes_at", Instant(null=True)),
        migrator.add_column("account", "closed_at", Instant(null=True)),
        migrator.add_column("account", "profile_id", CharField(max_length=16, null=True)),
        migrator.add_index("entry", ("actor_id", "id"), False),
    )
    sqlite = isinstance(db, SqliteDatabase)
    random = "lower(hex(randomblob(8)))" if sqlite else "substr(replace(gen_random_uuid()::text, '-', ''), 1, 16)"
    db.execute_sql(f'UPDATE "account" SET "profile_id" = {random}')
    db.execute_sql('CREATE UNIQUE INDEX "account_profile_id" ON "account" ("profile_id")')
    db.execute_sql('CREATE INDEX "account_closing" ON "account" ("closes_at") WHERE "closes_at" IS NOT NULL')

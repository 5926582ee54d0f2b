"""An index of the closed accounts, whose names pages leave out: PostgreSQL read all accounts for a page of posts, to find them."""


def up(migrator, db):
    db.execute_sql('CREATE INDEX "account_closed" ON "account" ("id") WHERE "closed_at" IS NOT NULL')

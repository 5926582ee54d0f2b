"""Indexes of the posts and threads that are not public, by which the moderators search them without reading all others."""


def up(migrator, db):
    db.execute_sql(
        'CREATE INDEX "post_closed" ON "post" ("id") WHERE "hidden_at" IS NOT NULL OR "seal_order_id" IS NOT NULL'
    )
    db.execute_sql('CREATE INDEX "thread_not_public" ON "thread" ("id") WHERE NOT "public"')

"""An index that holds all by which the public threads of a board are counted, so that counting them reads nothing else."""


def up(migrator, db):
    db.execute_sql(
        'CREATE INDEX "thread_counted" ON "thread" ("board_id", "status", "kind", "highlighted", "next_due_at") '
        'WHERE "public" AND "merged_into_id" IS NULL'
    )

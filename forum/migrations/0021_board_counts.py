"""An index that holds all by which the public threads of a board are counted, so that counting them reads nothing else."""


def up(migrator, db):
    columns = '"board_id", "status", "kind", "highlighted", "next_due_at", "public", "merged_into_id"'
    db.execute_sql(f'CREATE INDEX "thread_counted" ON "thread" ({columns}) WHERE "public" AND "merged_into_id" IS NULL')

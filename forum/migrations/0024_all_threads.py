"""Indexes of the list of all boards' threads, by their last post and by their support, and what counts them.

The index of merged threads holds these alone: SQLite took it for every `merged_into_id IS NULL`, which nearly all are.
"""

VISIBLE = '"public" AND "merged_into_id" IS NULL AND NOT "hidden"'
COUNTED = '"board_id", "status", "kind", "highlighted", "next_due_at", "public", "merged_into_id", "hidden"'


def up(migrator, db):
    db.execute_sql('DROP INDEX "thread_merged_into_id"')
    db.execute_sql('DROP INDEX "thread_counted"')
    db.execute_sql('CREATE INDEX "thread_merged" ON "thread" ("merged_into_id") WHERE "merged_into_id" IS NOT NULL')
    db.execute_sql(f'CREATE INDEX "thread_counted" ON "thread" ({COUNTED}) WHERE "public" AND "merged_into_id" IS NULL')
    for name, column in (("last", "last_at"), ("supports", "supports")):
        db.execute_sql(f'CREATE INDEX "thread_visible_{name}" ON "thread" ("{column}", "id") WHERE {VISIBLE}')

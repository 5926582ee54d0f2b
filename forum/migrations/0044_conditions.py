"""Partial indexes spelled as the conditions of statements are (forum/store/sql/conditions.py), and indexes for joins that had none."""

LISTED = '"public" = TRUE AND "merged_into_id" IS NULL'
COUNTED = '"board_id", "status", "kind", "highlighted", "next_due_at", "public", "merged_into_id", "hidden"'


DUE = '"next_due_at" IS NOT NULL'
DROPPED = (
    "thread_not_public",
    "thread_counted",
    "thread_visible_last",
    "thread_visible_supports",
    "thread_next_due_at_id",
)
CREATED = (
    ("thread_not_public", "thread", '"id"', '"public" = FALSE'),
    ("thread_counted", "thread", COUNTED, LISTED),
    ("thread_visible_last", "thread", '"last_at", "id"', f'{LISTED} AND "hidden" = FALSE'),
    ("thread_visible_supports", "thread", '"supports", "id"', f'{LISTED} AND "hidden" = FALSE'),
    ("thread_due", "thread", '"next_due_at", "id"', DUE),
    ("thread_board_due", "thread", '"board_id", "next_due_at", "id"', DUE),
    ("thread_author_id_last_at_id", "thread", '"author_id", "last_at", "id"', None),
    ("thread_department_id_id", "thread", '"department_id", "id"', None),
    ("clock_running_department", "clock", '"department_id", "due_at"', '"met_at" IS NULL'),
    ("extension_clock_id_decided_at", "extension", '"clock_id", "decided_at"', None),
    ("promise_department_id_id", "promise", '"department_id", "id"', None),
    ("promise_earlier", "promise", '"earlier_id"', '"earlier_id" IS NOT NULL'),
)


def up(migrator, db):
    for name in DROPPED:
        db.execute_sql(f'DROP INDEX "{name}"')
    for name, table, columns, where in CREATED:
        db.execute_sql(f'CREATE INDEX "{name}" ON "{table}" ({columns})' + (f" WHERE {where}" if where else ""))

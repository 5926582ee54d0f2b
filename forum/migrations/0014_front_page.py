"""Indexes by which the front page finds overdue cases and well supported questions of all boards."""


def up(migrator, db):
    migrator.migrate(
        migrator.add_index("thread", ("next_due_at", "id"), False),
        migrator.add_index("thread", ("created_at", "id"), False),
    )

"""Questions that a department's own people asked; those asked until now are found by the grants of that time."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Thread(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "thread"

    class Department(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "department"

    class OwnQuestion(Model):
        id = BigAutoField()
        thread = ForeignKeyField(Thread, index=False)
        department = ForeignKeyField(Department)
        at = Instant()

        class Meta:
            database = db
            table_name = "own_question"
            indexes = ((("thread", "department"), True),)

    db.create_tables([OwnQuestion])
    db.execute_sql(
        "INSERT INTO own_question (thread_id, department_id, at) SELECT DISTINCT thread.id, thread.department_id,"
        " thread.created_at FROM thread JOIN role_grant ON role_grant.account_id = thread.author_id"
        " AND role_grant.department_id = thread.department_id WHERE role_grant.granted_at <= thread.created_at"
        " AND (role_grant.revoked_at IS NULL OR role_grant.revoked_at > thread.created_at)"
    )

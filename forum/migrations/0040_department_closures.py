"""Closings of departments, and the departments that took over."""

from peewee import *

from forum.store.db import Instant


def up(migrator, db):
    class Department(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "department"

    class Account(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "account"

    class DepartmentClosure(Model):
        id = BigAutoField()
        department = ForeignKeyField(Department, unique=True)
        successor = ForeignKeyField(Department, null=True, index=False)
        reason = TextField()
        closed_at = Instant()
        closed_by = ForeignKeyField(Account, index=False)

        class Meta:
            database = db
            table_name = "department_closure"

    db.create_tables([DepartmentClosure])

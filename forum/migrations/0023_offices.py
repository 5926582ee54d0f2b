"""The people of departments, and their working rules."""

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

    class DepartmentPerson(Model):
        id = BigAutoField()
        department = ForeignKeyField(Department)
        kind = CharField(max_length=20)
        name = CharField(max_length=40)
        office = CharField(max_length=80)
        contact = CharField(max_length=60)
        added_at = Instant()
        added_by = ForeignKeyField(Account, index=False)
        removed_at = Instant(null=True)
        removed_by = ForeignKeyField(Account, null=True, index=False)

        class Meta:
            database = db
            table_name = "department_person"

    class WorkingRules(Model):
        id = BigAutoField()
        department = ForeignKeyField(Department, index=False)
        number = IntegerField()
        text = TextField()
        role = CharField(max_length=20)
        created_at = Instant()
        editor = ForeignKeyField(Account, index=False)

        class Meta:
            database = db
            table_name = "working_rules"
            indexes = ((("department", "number"), True),)

    db.create_tables([DepartmentPerson, WorkingRules])

"""What departments say of themselves, their people and their working rules, and how a department ended."""

import peewee

from boards.models.threads import Department
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class DepartmentPerson(Model):
    """Somebody who holds an office in a department, as the department's page names him; `removed_at` is set once he no longer does.

    `kind` is a boards.rules.offices.people.PersonKind. These people need no account, and having one gives them no right.
    """

    id = peewee.BigAutoField()
    department = peewee.ForeignKeyField(Department)
    kind = peewee.CharField(max_length=20)
    name = peewee.CharField(max_length=40)
    office = peewee.CharField(max_length=80)
    contact = peewee.CharField(max_length=60, default="")
    added_at = Instant()
    added_by = peewee.ForeignKeyField(Account, index=False)
    removed_at = Instant(null=True)
    removed_by = peewee.ForeignKeyField(Account, null=True, index=False)

    class Meta:
        table_name = "department_person"


class WorkingRules(Model):
    """One version of a department's working rules (工作规程), which counts from 1 in each department; versions never change.

    `role` is the forum.roles.Role in which `editor` wrote it.
    """

    id = peewee.BigAutoField()
    department = peewee.ForeignKeyField(Department, index=False)
    number = peewee.IntegerField()
    text = peewee.TextField()
    role = peewee.CharField(max_length=20)
    created_at = Instant()
    editor = peewee.ForeignKeyField(Account, index=False)

    class Meta:
        table_name = "working_rules"
        indexes = ((("department", "number"), True),)


class DepartmentClosure(Model):
    """That a department was closed (撤销); `successor` is the one into which it was merged, None where nobody took over."""

    id = peewee.BigAutoField()
    department = peewee.ForeignKeyField(Department, unique=True)
    successor = peewee.ForeignKeyField(Department, null=True, index=False)
    reason = peewee.TextField()
    closed_at = Instant()
    closed_by = peewee.ForeignKeyField(Account, index=False)

    class Meta:
        table_name = "department_closure"

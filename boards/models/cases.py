"""The tables beside a case: extensions, ratings, callbacks, drafts, answer templates, and the city's own calendar days."""

import peewee

from boards.models.threads import Clock, Department, Thread
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class Extension(Model):
    """A department's request for more time (延期), and what a supervisor decided."""

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread)
    clock = peewee.ForeignKeyField(Clock, index=False)
    department = peewee.ForeignKeyField(Department, index=False)
    asked_by = peewee.ForeignKeyField(Account, index=False)
    asked_at = Instant()
    until = Instant()
    reason = peewee.TextField()
    decided_by = peewee.ForeignKeyField(Account, null=True, index=False)
    decided_at = Instant(null=True)
    granted = peewee.BooleanField(null=True)
    remark = peewee.TextField(default="")

    class Meta:
        indexes = ((("decided_at", "asked_at"), False), (("clock", "decided_at"), False))


class Rating(Model):
    """The asker's satisfaction (满意度), grade 5 very satisfied to 1 very dissatisfied; number 2 is the one re-rating.

    `solved` is whether the asker says that the problem was solved; None where that was not said.
    """

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread, index=False)
    number = peewee.IntegerField()
    department = peewee.ForeignKeyField(Department)
    account = peewee.ForeignKeyField(Account, index=False)
    grade = peewee.IntegerField()
    text = peewee.TextField(default="")
    created_at = Instant()
    solved = peewee.BooleanField(null=True)

    class Meta:
        indexes = ((("thread", "number"), True),)


class OwnQuestion(Model):
    """That whoever asked spoke for the department which has the case (boards.rules.own_department); kept once for both."""

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread, index=False)
    department = peewee.ForeignKeyField(Department)
    at = Instant()

    class Meta:
        table_name = "own_question"
        indexes = ((("thread", "department"), True),)


class Callback(Model):
    """A callback (回访): after the official answer to a hotline question, or after a bad rating."""

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread)
    cause = peewee.CharField(max_length=20)
    opened_at = Instant()
    due_at = Instant(null=True)
    explanation = peewee.TextField(null=True)
    not_before = Instant(null=True)
    done_by = peewee.ForeignKeyField(Account, null=True, index=False)
    done_at = Instant(null=True)
    outcome = peewee.CharField(max_length=20, null=True)
    remark = peewee.TextField(default="")

    class Meta:
        indexes = ((("done_at", "opened_at"), False),)


class Draft(Model):
    """An unfinished text of somebody in a thread; colleagues see that it exists, not its text."""

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread, index=False)
    account = peewee.ForeignKeyField(Account)
    kind = peewee.CharField(max_length=20)
    text = peewee.TextField()
    saved_at = Instant()

    class Meta:
        indexes = ((("thread", "account"), True),)


class AnswerTemplate(Model):
    """A department's answer template; retired ones are no longer offered."""

    id = peewee.BigAutoField()
    department = peewee.ForeignKeyField(Department)
    title = peewee.CharField(max_length=80)
    text = peewee.TextField()
    created_by = peewee.ForeignKeyField(Account, index=False)
    created_at = Instant()
    retired_at = Instant(null=True)


class CalendarDay(Model):
    """A working day or a day of rest from the city's own calendar file; it overrides the official calendar."""

    day = peewee.DateField(primary_key=True)
    working = peewee.BooleanField()
    name = peewee.CharField(max_length=40, default="")
    imported_at = Instant()

    class Meta:
        table_name = "calendar_day"


class CalendarYear(Model):
    """A year whose whole notice has been imported: its other days are ordinary weekdays and weekends."""

    year = peewee.IntegerField(primary_key=True)
    imported_at = Instant()

    class Meta:
        table_name = "calendar_year"

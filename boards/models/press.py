"""Reporters' follow-up reports (记者追踪), their versions, and the threads that they are about."""

import peewee

from boards.models.threads import Thread
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class PressReport(Model):
    """A report; what it says is in version number `version`. `withdrawn_role` is the Role in which it was withdrawn."""

    id = peewee.BigAutoField()
    version = peewee.IntegerField(default=1)
    created_at = Instant()
    created_by = peewee.ForeignKeyField(Account, index=False)
    withdrawn_at = Instant(null=True)
    withdrawn_role = peewee.CharField(max_length=20, null=True)
    withdrawn_reason = peewee.TextField(null=True)
    withdrawn_by = peewee.ForeignKeyField(Account, null=True, index=False)

    class Meta:
        table_name = "press_report"


class PressVersion(Model):
    """One version of a report, which never changes. `url` or `text` may be empty; `note` says what a later version corrects."""

    id = peewee.BigAutoField()
    report = peewee.ForeignKeyField(PressReport, index=False)
    number = peewee.IntegerField()
    title = peewee.CharField(max_length=120)
    byline = peewee.CharField(max_length=60)
    medium = peewee.CharField(max_length=60)
    published_on = peewee.DateField()
    url = peewee.TextField(default="")
    text = peewee.TextField(default="")
    note = peewee.TextField(default="")
    role = peewee.CharField(max_length=20)
    created_at = Instant()
    editor = peewee.ForeignKeyField(Account, index=False)

    class Meta:
        table_name = "press_version"
        indexes = ((("report", "number"), True),)


class PressThread(Model):
    """A thread to which a report is attached; `removed_at` is set when a correction takes it off."""

    id = peewee.BigAutoField()
    report = peewee.ForeignKeyField(PressReport)
    thread = peewee.ForeignKeyField(Thread)
    added_at = Instant()
    removed_at = Instant(null=True)

    class Meta:
        table_name = "press_thread"

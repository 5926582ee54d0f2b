"""The table of notices."""

import peewee

from boards.models.threads import Clock, Department, Thread
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class Notice(Model):
    """A notice (预警信息, 抄告单, 督办通知书) to a department about one clock of a case.

    `number` counts in its `kind` and `year` from 1 without a gap; `mark` stands before the year. `addressee` is the department's name,
    `body`, `head`, `contact`, `copies` and `seal` the office's (forum.site_settings.NoticeOffice), all as they were when it was issued.
    `clock_due_at` is when the clock was due then. A warning needs no feedback, so its `feedback_due_at` is None. `issued_by` and
    `closed_by` are None when the program did it by itself; `closing` is a boards.clocks.notices.Closing.
    """

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread)
    clock = peewee.ForeignKeyField(Clock, index=False)
    department = peewee.ForeignKeyField(Department, index=False)
    kind = peewee.CharField(max_length=20)
    year = peewee.IntegerField()
    number = peewee.IntegerField()
    mark = peewee.CharField(max_length=8)
    addressee = peewee.CharField(max_length=80)
    body = peewee.CharField(max_length=100)
    head = peewee.CharField(max_length=100)
    contact = peewee.CharField(max_length=100)
    copies = peewee.CharField(max_length=100)
    seal = peewee.CharField(max_length=100)
    clock_due_at = Instant()
    issued_at = Instant()
    feedback_due_at = Instant(null=True)
    demand = peewee.TextField()
    issued_by = peewee.ForeignKeyField(Account, null=True, index=False)
    signed_at = Instant(null=True)
    signed_by = peewee.ForeignKeyField(Account, null=True, index=False)
    feedback = peewee.TextField(null=True)
    feedback_at = Instant(null=True)
    feedback_by = peewee.ForeignKeyField(Account, null=True, index=False)
    closed_at = Instant(null=True)
    closing = peewee.CharField(max_length=20, null=True)
    closed_text = peewee.TextField(null=True)
    closed_by = peewee.ForeignKeyField(Account, null=True, index=False)

    class Meta:
        indexes = (
            (("kind", "year", "number"), True),
            (("clock", "kind", "clock_due_at"), True),
            (("department", "year", "kind"), False),
        )


Notice.add_index(Notice.index(Notice.issued_at, where=Notice.closed_at.is_null(), name="notice_open"))

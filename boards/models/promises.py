"""Promises with a day, found in official answers, and what became of them."""

import peewee

from boards.models.threads import Department, Post, Thread
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class Promise(Model):
    """A day that an answer (`post`, of `department`) promises; the worker finds it, and asks on `due_on` (boards/readers/promises.py).

    `start` and `length` are where its sentence stands in version `revision` of the post's text. `outcome` is a
    boards.rules.offices.promises.PromiseOutcome, None while it is open; `kept_post` shows that it was kept. One that was
    moved is followed by another, whose `earlier` it is.
    """

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread, index=False)
    post = peewee.ForeignKeyField(Post)
    department = peewee.ForeignKeyField(Department, index=False)
    revision = peewee.IntegerField()
    start = peewee.IntegerField()
    length = peewee.IntegerField()
    due_on = peewee.DateField()
    found_at = Instant()
    earlier = peewee.ForeignKeyField("self", null=True, index=False)
    asked_at = Instant(null=True)
    outcome = peewee.CharField(max_length=10, null=True)
    kept_post = peewee.ForeignKeyField(Post, null=True, index=False)
    reason = peewee.TextField(null=True)
    closed_at = Instant(null=True)
    closed_by = peewee.ForeignKeyField(Account, null=True, index=False)

    class Meta:
        indexes = ((("department", "outcome", "id"), False), (("department", "id"), False))


Promise.add_index(Promise.index(Promise.due_on, where=Promise.closed_at.is_null(), name="promise_open"))
Promise.add_index(Promise.index(Promise.earlier, where=Promise.earlier.is_null(False), name="promise_earlier"))

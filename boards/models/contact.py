"""Tables of the private messages about cases."""

import peewee

from boards.models.threads import Department, Thread
from forum.accounts.models import Account
from forum.store.db import Instant, Model


class ContactMessage(Model):
    """A private message between the asker of a case and a department that held it then; both write to one conversation.

    `sealed` is the text, encrypted, and NULL once the asker has closed his account; `commitment`, with its `salt`, stands in the
    log. `phone_shared`: the department may be shown the number that the asker's account had then.
    """

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread, index=False)
    department = peewee.ForeignKeyField(Department, index=False)
    account = peewee.ForeignKeyField(Account, index=False)
    from_asker = peewee.BooleanField()
    sealed = peewee.TextField(null=True)
    salt = peewee.CharField(max_length=64)
    commitment = peewee.CharField(max_length=64)
    phone_shared = peewee.BooleanField(default=False)
    created_at = Instant()

    class Meta:
        table_name = "contact_message"
        indexes = ((("thread", "created_at"), False), (("account", "created_at"), False))


class ContactShare(Model):
    """That the asker lets another department, `reader`, read his conversation with `department`."""

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(Thread, index=False)
    department = peewee.ForeignKeyField(Department, index=False)
    reader = peewee.ForeignKeyField(Department, index=False)
    at = Instant()

    class Meta:
        table_name = "contact_share"
        indexes = ((("thread", "department", "reader"), True),)

"""The table of assessments."""

import peewee

from forum.accounts.models import Account
from forum.store.db import Instant, Model


class Assessment(Model):
    """The frozen figures of the questions asked from `first_day` to `last_day`, once for each period.

    `document` is canonical JSON (moderation/assessments/document.py) and `sha256` the hash of its UTF-8, in hex. It is of the state
    after the log entry `last_entry`, read at `frozen_at`.
    """

    id = peewee.BigAutoField()
    first_day = peewee.DateField()
    last_day = peewee.DateField()
    last_entry = peewee.BigIntegerField()
    cases = peewee.IntegerField()
    sha256 = peewee.CharField(max_length=64)
    document = peewee.TextField()
    frozen_at = Instant()
    frozen_by = peewee.ForeignKeyField(Account, index=False)

    class Meta:
        indexes = ((("first_day", "last_day"), True),)

"""The table of recent uses."""

import peewee

from forum.store.db import Model


class RecentUse(Model):
    """The uses by one subject that a limit on reading counts (forum.reading_limits.shared).

    `subject` has the kind before it; `times` are microseconds since 1970, `until` the one from which the row counts no longer.
    """

    subject = peewee.CharField(max_length=120, primary_key=True)
    times = peewee.TextField()
    until = peewee.BigIntegerField(index=True)

    class Meta:
        table_name = "recent_use"

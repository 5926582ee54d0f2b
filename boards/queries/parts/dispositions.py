"""The reckoning of all questions received, in one query that the index answers alone."""

import peewee

from boards.models.threads import Thread
from boards.rules.dispositions import count_dispositions


def disposition_counts():
    """The Reckoning as it stands."""
    rows = Thread.select(Thread.status, Thread.disposition, peewee.fn.COUNT(peewee.SQL("*")))
    return count_dispositions(rows.group_by(Thread.status, Thread.disposition).tuples())

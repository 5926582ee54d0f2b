"""The dispositions of all questions received, counted in one query that an index answers alone."""

import peewee

from boards.models.threads import Thread
from boards.rules.dispositions import DispositionCounts, count_dispositions


def disposition_counts() -> DispositionCounts:
    """The DispositionCounts of all threads."""
    rows = Thread.select(Thread.status, Thread.disposition, peewee.fn.COUNT(peewee.SQL("*")))
    return count_dispositions(rows.group_by(Thread.status, Thread.disposition).tuples())

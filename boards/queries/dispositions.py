"""The reckoning of all questions received, in one query that the index answers alone."""

import peewee

from boards.dispositions import reckon
from boards.models import Thread


def reckoning():
    """The Reckoning as it stands."""
    rows = Thread.select(Thread.status, Thread.disposition, peewee.fn.COUNT(peewee.SQL("*")))
    return reckon(rows.group_by(Thread.status, Thread.disposition).tuples())

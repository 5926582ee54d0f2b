"""A department's record over a period: its figures as the statistics show them (docs/statistics.md), in one query."""

from dataclasses import fields
from datetime import date, datetime

from boards.models.threads import Department
from boards.queries.lists.figures import Scope, counts
from boards.rules.figures.choice import Choice
from boards.rules.figures.rates import Record


def record_of(department: Department, first: date | None, last: date | None, now: datetime) -> Record:
    """The Record of questions asked from the local day `first` to `last`, both included; None means no limit.

    As far as the reader of the figures has read the log. Raises Invalid for a period that is backwards or outside YEARS.
    """
    days = {"first": first and first.isoformat() or "", "last": last and last.isoformat() or ""}
    found = counts(Scope(Choice(**days), department.id), now)
    return Record(**{field.name: found[field.name] for field in fields(Record)})

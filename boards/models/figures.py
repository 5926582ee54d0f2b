"""The public figures: what each case adds to them, and their sums by month and year; made of the other tables by a reader of the log."""

from typing import Any

import peewee

from boards.rules.figures.measures import BITS, CITY, Measure
from forum.store.db import Instant, Model


class CaseFigures(Model):
    """What one thread adds to the figures of `department` (CITY: of the whole city): a Share of boards.rules.figures.measures.

    `measures` are its bits (BITS); `day` is the city's local day of the question.
    """

    id = peewee.BigAutoField()
    thread = peewee.BigIntegerField()
    department = peewee.BigIntegerField(default=CITY)
    category = peewee.BigIntegerField()
    day = peewee.DateField()
    kind = peewee.CharField(max_length=20)
    channel = peewee.CharField(max_length=20)
    measures = peewee.BigIntegerField()
    accept_minutes = peewee.BigIntegerField(null=True)
    answer_minutes = peewee.BigIntegerField(null=True)
    open_until = Instant(null=True)
    accept_until = Instant(null=True)
    first_reply_until = Instant(null=True)
    answer_until = Instant(null=True)

    class Meta:
        table_name = "case_figures"
        indexes = (
            (("thread", "department"), True),
            (("department", "day", "thread"), False),
            (("department", "accept_minutes", "day", "kind", "channel", "category"), False),
            (("department", "answer_minutes", "day", "kind", "channel", "category"), False),
            (
                ("department", "day", "kind", "channel", "category", "measures", "accept_minutes", "answer_minutes"),
                False,
            ),
        )


for _until in (
    CaseFigures.open_until,
    CaseFigures.accept_until,
    CaseFigures.first_reply_until,
    CaseFigures.answer_until,
):
    CaseFigures.add_index(
        CaseFigures.index(_until, where=_until.is_null(False), name=f"casefigures_{_until.column_name}")
    )


_open = (
    CaseFigures.department,
    CaseFigures.open_until,
    CaseFigures.measures,
    CaseFigures.day,
    CaseFigures.accept_until,
    CaseFigures.first_reply_until,
    CaseFigures.answer_until,
    CaseFigures.thread,
)
CaseFigures.add_index(CaseFigures.index(*_open, where=CaseFigures.open_until.is_null(False), name="casefigures_open"))


class PeriodFigures(Model):
    """The sums of CaseFigures over the `months` (MONTH or YEAR) of the calendar that begin on the day `begins`.

    `category` 0, `kind` '' and `channel` '' mean all of them; categories are summed for the whole city only.
    """

    id = peewee.BigAutoField()
    department = peewee.BigIntegerField()
    months = peewee.SmallIntegerField()
    begins = peewee.DateField()
    category = peewee.BigIntegerField()
    kind = peewee.CharField(max_length=20)
    channel = peewee.CharField(max_length=20)
    received = peewee.IntegerField()
    waiting = peewee.IntegerField()
    forwarded = peewee.IntegerField()
    platform = peewee.IntegerField()
    duplicate = peewee.IntegerField()
    declined = peewee.IntegerField()
    discussion = peewee.IntegerField()
    answered = peewee.IntegerField()
    open = peewee.IntegerField()
    accept_due = peewee.IntegerField()
    accepted_on_time = peewee.IntegerField()
    first_reply_due = peewee.IntegerField()
    first_reply_on_time = peewee.IntegerField()
    answer_due = peewee.IntegerField()
    answered_on_time = peewee.IntegerField()
    stopped = peewee.IntegerField()
    transferred = peewee.IntegerField()
    followed_up = peewee.IntegerField()
    rated = peewee.IntegerField()
    satisfied = peewee.IntegerField()
    asked_solved = peewee.IntegerField()
    solved = peewee.IntegerField()
    sealed = peewee.IntegerField()
    own_department = peewee.IntegerField()

    class Meta:
        table_name = "period_figures"
        indexes = (
            (("department", "category", "kind", "channel", "months", "begins"), True),
            (("begins", "months"), False),
        )


class MinuteFigures(Model):
    """How many cases of a period, as in PeriodFigures, took about so many minutes to `clock`, "accept" or "answer".

    `least` is the lower bound of boards.rules.figures.minutes. Medians are looked up with these.
    """

    id = peewee.BigAutoField()
    department = peewee.BigIntegerField()
    months = peewee.SmallIntegerField()
    begins = peewee.DateField()
    clock = peewee.CharField(max_length=20)
    least = peewee.BigIntegerField()
    cases = peewee.IntegerField()

    class Meta:
        table_name = "minute_figures"
        indexes = (
            (("department", "months", "begins", "clock", "least"), True),
            (("begins", "months"), False),
        )


class FiguresVersion(Model):
    """One row: how often the figures, or the departments that they are of, have changed."""

    changes = peewee.BigIntegerField(default=0)

    class Meta:
        table_name = "figures_version"


COLUMNS = {measure: getattr(PeriodFigures, measure.value) for measure in Measure}
KEY = (
    PeriodFigures.department,
    PeriodFigures.months,
    PeriodFigures.begins,
    PeriodFigures.category,
    PeriodFigures.kind,
    PeriodFigures.channel,
)


def has(measure: Measure) -> Any:
    """The condition that a row of CaseFigures has a measure."""
    return CaseFigures.measures.bin_and(BITS[measure]) != 0

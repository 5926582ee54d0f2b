"""Sums of all years that the reader of figures keeps: of the whole city, and of one department."""

from collections import Counter
from collections.abc import Iterable

import peewee

from boards.models.figures import COLUMNS, PeriodFigures
from boards.queries.lists.figures import in_run
from boards.rules.dispositions import PLACE_LABELS, DispositionCounts, Place
from boards.rules.figures.choice import YEAR
from boards.rules.figures.measures import CITY, Measure
from boards.rules.labels import STATUS_LABELS
from boards.rules.status import Status
from forum.messages import M, Message
from forum.store.db import composed

SETTLED = (
    (Measure.ANSWERED, M("已答复或办结")),
    *((Measure(place.value), PLACE_LABELS[place]) for place in (Place.DECLINED, Place.PLATFORM, Place.DUPLICATE)),
    (Measure.DISCUSSION, PLACE_LABELS[Place.DISCUSSION]),
)


def disposition_sums() -> DispositionCounts:
    """The DispositionCounts of the whole city as of the last figures; a year is a row."""
    sums = _sums_of(CITY)
    return DispositionCounts(sums[Measure.RECEIVED], {place: sums[Measure(place.value)] for place in Place})


def department_figures(department: int, open_ones: Iterable[tuple[str, int, int]]) -> tuple[tuple[Message, int], ...]:
    """(label, number) of a department: received and settled as of the last figures, and what is open there and overdue now.

    `open_ones` are (status, number, overdue), which alone are counted when the page is asked for; as in the statistics,
    questions of a department to itself are in no sum.
    """
    sums = _sums_of(department)
    counted = {status: (number, late) for status, number, late in open_ones}
    shown = [(STATUS_LABELS[status], counted[status][0]) for status in Status if status in counted]
    shown += [(label, sums[measure]) for measure, label in SETTLED if sums[measure]]
    received = sums[Measure.RECEIVED] - sums[Measure.WAITING]
    return ((M("共收到"), received), *shown, (M("逾期"), sum(late for _, late in counted.values())))


def _sums_of(department: int) -> Counter[Measure]:
    row = next(iter(_years(department, 0, "", "")))
    return Counter({measure: number or 0 for measure, number in zip(Measure, row, strict=True)})


@composed
def _years(department, category, kind, channel):
    sums = [peewee.fn.SUM(column) for column in COLUMNS.values()]
    of_years = in_run(YEAR, None, None, category, kind, channel)
    return PeriodFigures.select(*sums).where(PeriodFigures.department == department, *of_years).tuples()

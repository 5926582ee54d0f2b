"""The figures of a chart: questions that were received and answered, by day, month, quarter or year of the question."""

import operator
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import reduce
from typing import Any, NamedTuple

import peewee

from boards.models.figures import COLUMNS, CaseFigures, PeriodFigures, has
from boards.queries.lists.figures import Scope, in_run, of_sort
from boards.rules.figures.choice import DECEMBER, MONTH, YEAR, Run, split
from boards.rules.figures.measures import Measure
from boards.rules.figures.steps import Step, all_begins, begin_of, end_of

CHARTED = (Measure.RECEIVED, Measure.ANSWERED)


class Period(NamedTuple):
    """What was asked from `first` to `last`, both included and inside the period that was chosen; `begin` is the step's own."""

    begin: date
    first: date
    last: date
    received: int
    answered: int


def counts_by_step(scope: Scope, step: Step, first: date, last: date) -> list[Period]:
    """The Periods of the days from `first` to `last`, oldest first, the newest steps.MOST; one statement."""
    begins = list(all_begins(first, last, step))
    if not begins:
        return []
    shown_first = max(first, begins[0])
    counted: Counter[tuple[date, int]] = Counter()
    for day, *numbers in _rows(scope, step, shown_first, last):
        for place, number in enumerate(numbers):
            counted[begin_of(day, step), place] += number or 0
    return [
        Period(each, max(first, each), min(last, end_of(each, step)), counted[each, 0], counted[each, 1])
        for each in begins
    ]


def _rows(scope: Scope, step: Step, first: date, last: date) -> Any:
    """(a day, the number of each of CHARTED around it)."""
    if step is Step.DAY:
        return _of_days(scope, first, last, CaseFigures.day).group_by(CaseFigures.day).tuples()
    parts = split(first, last)
    queries = [_of_run(scope, run) for run in (parts.runs if step is Step.YEAR else _as_months(parts.runs))]
    queries += [_of_days(scope, *edge, peewee.fn.MIN(CaseFigures.day)) for edge in parts.edges]
    return [row for row in reduce(operator.add, queries).tuples() if row[0]]


def _as_months(runs: Sequence[Run]) -> Iterator[Run]:
    """The months of closed `runs` as one Run."""
    if runs:
        end = runs[-1].ends
        assert end is not None
        yield Run(MONTH, runs[0].begins, end.replace(month=DECEMBER) if runs[-1].months == YEAR else end)


def _of_run(scope: Scope, run: Run) -> Any:
    choice = scope.choice
    rows = in_run(*run, scope.category, choice.kind, choice.channel)
    sums = [peewee.fn.SUM(COLUMNS[measure]) for measure in CHARTED]
    found = PeriodFigures.select(PeriodFigures.begins, *sums).where(PeriodFigures.department == scope.department, *rows)
    return found.group_by(PeriodFigures.begins)


def _of_days(scope: Scope, first: date, last: date, day: Any) -> Any:
    ones = [peewee.fn.SUM(peewee.Case(None, [(has(measure), 1)], 0)) for measure in CHARTED]
    rows = (CaseFigures.department == scope.department, CaseFigures.day.between(first, last), *of_sort(scope))
    return CaseFigures.select(day, *ones).where(*rows)

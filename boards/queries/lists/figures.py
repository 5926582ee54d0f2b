"""The counts behind the statistics, and the threads behind each count."""

import operator
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import chain, islice
from typing import Any, NamedTuple

import peewee

from boards.models.figures import COLUMNS, CaseFigures, PeriodFigures, has
from boards.models.offices import DepartmentClosure
from boards.models.threads import Category, Department
from boards.rules.figures.choice import Choice, split
from boards.rules.figures.measures import BITS, CITY, PROMISES, Measure
from boards.rules.figures.published import OVERDUE, PENDING
from boards.rules.status import Section
from forum.messages import M
from forum.problems import Invalid
from forum.store.db import composed

Counts = Counter[str]
NAMES = (*(measure.value for measure in Measure), OVERDUE)  # of the sums, in their order


class Unit(NamedTuple):
    """A department, or a category of boards, whose slug and level are ''.

    A department that was closed has the time, and the slug and name of the one into which it was merged, '' without one.
    """

    position: int
    id: int
    slug: str
    name: str
    level: str
    closed_at: datetime | None = None
    successor_slug: str | None = None
    successor: str | None = None


@dataclass(frozen=True)
class Units:
    """What can be chosen: every department, and the categories of the departments' boards, in their order."""

    departments: tuple[Unit, ...]
    categories: tuple[Unit, ...]


@dataclass(frozen=True)
class Scope:
    """A Choice with the numbers of its department (CITY: all) and category (0: all)."""

    choice: Choice
    department: int = CITY
    category: int = 0


def units() -> Units:
    """The Units, in one statement."""
    found = sorted(Unit(*row) for row in _units())
    return Units(tuple(each for each in found if each.slug), tuple(each for each in found if not each.slug))


@composed
def _units():
    successor = Department.alias("successor")
    departments = (
        Department.select(
            Department.position, Department.id, Department.slug, Department.short, Department.level,
            DepartmentClosure.closed_at, successor.slug, successor.short,
        )
        .join(DepartmentClosure, peewee.JOIN.LEFT_OUTER, on=DepartmentClosure.department == Department.id)
        .join(successor, peewee.JOIN.LEFT_OUTER, on=DepartmentClosure.successor == successor.id)
    )  # fmt: skip
    none, null = peewee.Value(""), peewee.SQL("NULL")
    categories = Category.select(Category.position, Category.id, none, Category.name, none, null, null, null)
    return (departments + categories.where(Category.section == Section.DEPARTMENT.value)).tuples()


def scope_of(choice: Choice, known: Units) -> Scope:
    """The Scope of a Choice; raises Invalid for a department or category that there is none of."""
    department = next((each.id for each in known.departments if each.slug == choice.department), CITY)
    category = next((each.id for each in known.categories if str(each.id) == choice.category), 0)
    if choice.department and department == CITY:
        raise Invalid(department=M("没有这个部门。"))
    if choice.category and not category:
        raise Invalid(category=M("没有这个分类。"))
    return Scope(choice, department, category)


def counts(scope: Scope, now: datetime) -> Counts:
    """{key of FIGURES: number} of a Scope at `now`, in one statement."""
    return _by_department(scope, now, (scope.department,)).get(scope.department, Counter())


def counts_of_all(scope: Scope, now: datetime, departments: Iterable[Unit] | None = None) -> dict[int, Counts]:
    """{number of one of `departments`, or CITY: Counts}, in one statement; those without a question are left out.

    The departments are read in another statement where they are not given.
    Of one department or one category it has only that row, since no department is counted by category.
    """
    one = scope.category or scope.department != CITY
    # Every department by its number, so that an index finds the rows of a period.
    others = () if one else tuple(each.id for each in departments or units().departments)
    return _by_department(scope, now, (scope.department, *others))


def number_behind(scope: Scope, figure: str, now: datetime) -> int:
    """How many threads one figure counts, in one statement."""
    found: int = CaseFigures.select().where(*behind(scope, figure, now)).count()
    return found


def behind(scope: Scope, figure: str, now: datetime) -> tuple[Any, ...]:
    """The conditions of the CaseFigures that the figure counts."""
    return (*_cases(scope), CaseFigures.department == scope.department, counted(figure, now))


def counted(figure: str, now: datetime) -> Any:
    """The condition that a row of CaseFigures is counted in a figure at `now`."""
    if figure in (PENDING, OVERDUE):
        late = _past(CaseFigures.open_until, now)
        return has(Measure.OPEN) & (late if figure == OVERDUE else ~late)
    for kind, (due, kept) in PROMISES.items():
        late = _past(getattr(CaseFigures, f"{kind.value}_until"), now)
        if figure == due:
            return has(due) | late
        if figure == kept:
            return has(kept) & ~late
    return has(Measure(figure))


def _by_department(scope, now, departments):
    """{department: Counts} of whole months and years from PeriodFigures, and of other days and what runs out from CaseFigures."""
    choice, parts = scope.choice, split(*scope.choice.days)
    ends = [end for run in parts.runs for end in (run.begins, run.ends)]
    bounds = [day for day in (*ends, *choice.days) if day]
    given = (now, scope.category, choice.kind, choice.channel, *departments, *bounds, *chain(*parts.edges))
    shape = {
        "departments": len(departments),
        "narrowed": (bool(scope.category), bool(choice.kind), bool(choice.channel)),
        "runs": tuple((run.months, bool(run.begins), bool(run.ends)) for run in parts.runs),
        "days": tuple(map(bool, choice.days)),
        "edges": len(parts.edges),
    }
    sums: dict[int, list[int]] = {}
    for department, *values in _sums(*given, **shape):
        before = sums.get(department) or [0] * len(values)
        sums[department] = [one + (other or 0) for one, other in zip(before, values, strict=True)]
    return {department: _named(values) for department, values in sums.items()}


@composed
def _sums(now, category, kind, channel, *more, departments, narrowed, runs, days, edges):
    """A query of (department, every Measure, OVERDUE); what is given by name says which of the others count."""
    left = iter(more)
    among = list(islice(left, departments))
    zero = peewee.Value(0).cast("integer")
    queries = []
    for months, begins, ends in runs:
        of_run = in_run(months, next(left) if begins else None, next(left) if ends else None, category, kind, channel)
        sums = [peewee.fn.SUM(column) for column in COLUMNS.values()]
        queries.append(_grouped(_narrowed(PeriodFigures, of_run, among), PeriodFigures.department, [*sums, zero]))
    first, last = (next(left) if given else None for given in days)
    columns = (CaseFigures.category, CaseFigures.kind, CaseFigures.channel)
    sort = [
        column == value
        for column, value, used in zip(columns, (category, kind, channel), narrowed, strict=True)
        if used
    ]
    for _ in range(edges):
        on_edge = CaseFigures.day.between(next(left), next(left))
        queries.append(_measured(_narrowed(CaseFigures, (*sort, on_edge), among), zero))
    # COALESCE keeps SQLite from taking the index of days here: far more cases are of the period than late.
    of_days = _within(peewee.fn.COALESCE(CaseFigures.day, CaseFigures.day), first, last)
    late = (*sort, *of_days, CaseFigures.open_until < now)
    open_ones = [*_changes(now), _one(has(Measure.OPEN))]
    queries.append(_grouped(_narrowed(CaseFigures, late, among), CaseFigures.department, open_ones))
    return reduce(operator.add, queries).tuples()


def _measured(cases, zero):
    """The sums of CaseFigures: those of one department with the same measures are counted first, since such sets are few."""
    of = (CaseFigures.department, CaseFigures.measures)
    alike = cases.select(*of, peewee.fn.COUNT(CaseFigures.department).alias("cases")).group_by(*of).alias("alike")
    ones = [
        peewee.fn.SUM(peewee.Case(None, [(alike.c.measures.bin_and(BITS[measure]) != 0, alike.c.cases)], 0)).cast(
            "bigint"
        )
        for measure in Measure
    ]
    return CaseFigures.select(alike.c.department, *ones, zero).from_(alike).group_by(alike.c.department)


def in_run(months: int, begins: Any, ends: Any, category: Any, kind: Any, channel: Any) -> tuple[Any, ...]:
    """The conditions of the PeriodFigures of a Run, of one sort of cases; `begins` and `ends` are None where it is open."""
    return (
        PeriodFigures.category == category,
        PeriodFigures.kind == kind,
        PeriodFigures.channel == channel,
        PeriodFigures.months == months,
        *_within(PeriodFigures.begins, begins, ends),
    )


def _within(day, first, last):
    return [*([day >= first] if first is not None else []), *([day <= last] if last is not None else [])]


def _changes(now):
    """What the time of reading adds to each measure: limits of open cases that ran out since their figures were reckoned."""
    changes = dict.fromkeys(Measure, peewee.Value(0).cast("integer"))
    for kind, (due, kept) in PROMISES.items():
        past = _past(getattr(CaseFigures, f"{kind.value}_until"), now)
        changes |= {due: _one(past & ~has(due)), kept: _one(past & has(kept), -1)}
    return changes.values()


def _one(condition, value=1):
    return peewee.fn.SUM(peewee.Case(None, [(condition, value)], 0))


def _grouped(rows, department, columns):
    return rows.select(department, *columns).group_by(department)


def _narrowed(model, conditions, departments):
    return model.select().where(model.department.in_(departments), *conditions)


def _cases(scope: Scope) -> Iterator[Any]:
    yield from of_sort(scope)
    yield from _of_days(scope, CaseFigures.day)


def of_sort(scope: Scope) -> Iterator[Any]:
    """The conditions of the CaseFigures that are of the scope's kind, channel and category."""
    choice = scope.choice
    if choice.kind:
        yield CaseFigures.kind == choice.kind
    if choice.channel:
        yield CaseFigures.channel == choice.channel
    if scope.category:
        yield CaseFigures.category == scope.category


def _of_days(scope: Scope, day: Any) -> Iterator[Any]:
    first, last = scope.choice.days
    if first:
        yield day >= first
    if last:
        yield day <= last


def _past(column: Any, now: datetime) -> Any:
    """Whether a moment is past; false for none, so that it can be negated."""
    return column.is_null(False) & (column < now)


def _named(values: Iterable[int]) -> Counts:
    found = Counter(dict(zip(NAMES, values, strict=True)))
    found[PENDING] = found[Measure.OPEN.value] - found[OVERDUE]
    return found

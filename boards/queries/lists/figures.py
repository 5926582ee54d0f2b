"""The counts behind the statistics, and the threads behind each count."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import Any, NamedTuple

import peewee

from boards.models.figures import COLUMNS, CaseFigures, MonthFigures, has
from boards.models.offices import DepartmentClosure
from boards.models.threads import Category, Department
from boards.rules.figures.choice import Choice, split
from boards.rules.figures.measures import CITY, PROMISES, Measure
from boards.rules.figures.published import OVERDUE, PENDING
from boards.rules.status import Section
from forum.messages import M
from forum.problems import Invalid
from forum.store.db import composed

Counts = Counter[str]


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


def counts_by_month(scope: Scope, newest: int) -> list[tuple[date, Counts]]:
    """(first day, Counts) of the `newest` months of the scope, oldest first; without what depends on the time of reading."""
    rows = _months(scope, (scope.department,))
    sums = [peewee.fn.SUM(column) for column in COLUMNS.values()]
    found = rows.select(MonthFigures.month, *sums).group_by(MonthFigures.month).order_by(MonthFigures.month.desc())
    named = [(month, _named([*values, 0])) for month, *values in found.limit(newest).tuples()]
    return named[::-1]


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
    """{department: Counts} of whole months from MonthFigures, and of other days and what runs out from CaseFigures."""
    choice, parts = scope.choice, split(*scope.choice.days)
    begin, end = parts.months or (None, None)
    bounds = [day for day in (begin, end, *choice.days) if day]
    given = (now, scope.category, choice.kind, choice.channel, *departments, *bounds, *chain(*parts.edges))
    shape = {
        "departments": len(departments),
        "narrowed": (bool(scope.category), bool(choice.kind), bool(choice.channel)),
        "months": parts.months and (bool(begin), bool(end)),
        "days": tuple(map(bool, choice.days)),
        "edges": len(parts.edges),
    }
    found = {}
    for department, *values in _sums(*given, **shape):
        found.setdefault(department, Counter()).update(_named(values))
    for counted in found.values():
        counted[PENDING] = counted[Measure.OPEN] - counted[OVERDUE]
    return found


@composed
def _sums(now, category, kind, channel, *more, departments, narrowed, months, days, edges):
    """A query of (department, every Measure, OVERDUE); what is given by name says which of the others count."""
    left = iter(more)
    among = list(islice(left, departments))
    begin, end = (next(left) if given else None for given in months or (False, False))
    first, last = (next(left) if given else None for given in days)
    zero = peewee.Value(0).cast("integer")
    of_month = _within(MonthFigures.month, begin, end) if months else [peewee.SQL("1 = 0")]
    of_months = (MonthFigures.category == category, MonthFigures.kind == kind, MonthFigures.channel == channel)
    sums = [peewee.fn.SUM(column) for column in COLUMNS.values()]
    rows = _narrowed(MonthFigures, (*of_months, *of_month), among)
    query = _grouped(rows, MonthFigures.department, [*sums, zero])
    columns = (CaseFigures.category, CaseFigures.kind, CaseFigures.channel)
    sort = [
        column == value
        for column, value, used in zip(columns, (category, kind, channel), narrowed, strict=True)
        if used
    ]
    ones = [_one(has(measure)) for measure in Measure]
    for _ in range(edges):
        on_edge = CaseFigures.day.between(next(left), next(left))
        query += _grouped(_narrowed(CaseFigures, (*sort, on_edge), among), CaseFigures.department, [*ones, zero])
    # COALESCE keeps SQLite from taking the index of days here: far more cases are of the period than late.
    of_days = _within(peewee.fn.COALESCE(CaseFigures.day, CaseFigures.day), first, last)
    late = (*sort, *of_days, CaseFigures.open_until < now)
    open_ones = [*_changes(now), _one(has(Measure.OPEN))]
    return (query + _grouped(_narrowed(CaseFigures, late, among), CaseFigures.department, open_ones)).tuples()


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


def _months(scope, departments):
    months = split(*scope.choice.days).months
    choice, month = scope.choice, MonthFigures.month
    chosen = (MonthFigures.kind == choice.kind, MonthFigures.channel == choice.channel)
    rows = _narrowed(MonthFigures, (MonthFigures.category == scope.category, *chosen), departments)
    if months is None:
        return rows.where(peewee.SQL("1 = 0"))
    begin, end = months
    rows = rows.where(month >= begin) if begin else rows
    return rows.where(month <= end) if end else rows


def _cases(scope: Scope) -> Iterator[Any]:
    yield from _of_sort(scope)
    yield from _of_days(scope, CaseFigures.day)


def _of_sort(scope: Scope) -> Iterator[Any]:
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


def _named(values: Any) -> Counts:
    names = [*(measure.value for measure in Measure), OVERDUE]
    return Counter({name: value or 0 for name, value in zip(names, values, strict=True)})

"""The league table of departments, by kind of body."""

from boards.pages.parts import Filter, Link
from boards.queries.lists.departments import LEVEL_LABELS
from boards.queries.lists.figures import Counts, Scope, Unit, Units
from boards.rules.figures.published import RATES, rate_of
from boards.rules.figures.steps import Step
from moderation.supervision.statistics.pages import Closed, LeagueGroup, LeagueRow
from moderation.supervision.statistics.ranking import places

BY = ("on_time_rate", "reply_rate", "accepted_on_time_rate", "satisfaction", "solved_rate")  # the first one is usual


def league(scope: Scope, by: str, counted: dict[int, Counts], known: Units) -> tuple[LeagueGroup, ...]:
    """The LeagueGroups, each ranked by the rate `by` (one of BY); departments without a question are left out."""
    listed = [each for each in known.departments if each.id in counted]
    groups = {level: [each for each in listed if each.level == level] for level in LEVEL_LABELS}
    return tuple(
        LeagueGroup(LEVEL_LABELS[level], _ranked(scope, those, counted, by)) for level, those in groups.items() if those
    )


def orders(scope: Scope, by: str, step: Step | None) -> tuple[Filter, ...]:
    """The links that rank by another rate; the chart stays by `step`."""
    more = {"step": step.value} if step else {}
    return tuple(
        Filter(RATES[key].label, scope.choice.url(by="" if key == BY[0] else key, **more) + "#league", key == by)
        for key in BY
    )


def _ranked(scope: Scope, departments: list[Unit], counted: dict[int, Counts], by: str) -> tuple[LeagueRow, ...]:
    whole = RATES[by].whole
    ranked = places({each.id: (rate_of(by, counted[each.id]), counted[each.id][whole]) for each in departments})
    rows = [_row(scope, each, counted[each.id], ranked[each.id]) for each in departments]
    return tuple(sorted(rows, key=lambda row: (row.place is None, row.place or 0)))


def _row(scope, department, counted, place):
    return LeagueRow(
        place=place,
        department=Link(department.name, f"/departments/{department.slug}"),
        numbers=counted,
        rates={key: rate_of(key, counted) for key in RATES},
        url=scope.choice.url(department=department.slug, category=""),
        closed=closed(department),
    )


def closed(department: Unit) -> Closed | None:
    """That a department was closed, None for one in use."""
    if department.closed_at is None:
        return None
    into = department.successor_slug and Link(department.successor or "", f"/departments/{department.successor_slug}")
    return Closed(department.closed_at, into or None)

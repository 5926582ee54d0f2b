"""The medians of the statistics: how long departments take until they accept and answer."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Any

from boards.models.figures import CaseFigures
from boards.queries.lists.figures import Scope
from boards.rules.figures.choice import split
from boards.rules.figures.minutes import width_in_sql
from forum.store.db import raw

CLOCKS = ("accept", "answer")
MINUTES = tuple(f"{clock}_minutes" for clock in CLOCKS)
SHORT = timedelta(days=200)  # of a period whose values are sorted; in a longer one an index is walked up to the middle
COUNTED = f"""WITH counted AS (SELECT {", ".join(f"COUNT({each}) AS {each}" for each in MINUTES)}
    FROM case_figures WHERE {{rows}})"""
# The one or two values in the middle.
MIDDLE = """SELECT * FROM (SELECT {place} AS place, {column} AS minutes FROM case_figures
    WHERE {rows} AND {column} IS NOT NULL ORDER BY {column}
    LIMIT (SELECT 2 - ({column} & 1) FROM counted) OFFSET (SELECT ({column} - 1) / 2 FROM counted)) AS of_{column}"""

# The classes of minutes in which the middle is, and the values in them: `below` are the cases of the classes before.
CLASSES = f"""WITH parts AS ({{parts}}),
    classes AS (SELECT clock, least, CAST(SUM(cases) AS BIGINT) AS cases FROM parts GROUP BY clock, least),
    summed AS (SELECT clock, least, cases, CAST(SUM(cases) OVER (PARTITION BY clock ORDER BY least) AS BIGINT) AS upto,
        CAST(SUM(cases) OVER (PARTITION BY clock) AS BIGINT) AS number FROM classes),
    middle AS (SELECT clock, number, MIN(least) AS least, MAX(least + {width_in_sql("least")} - 1) AS most, MIN(upto - cases) AS below
        FROM summed WHERE upto > (number - 1) / 2 AND upto - cases <= number / 2 GROUP BY clock, number)"""
OF_RUN = "SELECT clock, least, cases FROM minute_figures WHERE department = %s AND months = %s"
OF_EDGE = """SELECT '{clock}' AS clock, {column} - ({column} & ({width} - 1)) AS least, COUNT(*) AS cases FROM case_figures
    WHERE department = %s AND day BETWEEN %s AND %s AND {column} IS NOT NULL GROUP BY least"""
IN_CLASSES = """SELECT * FROM (SELECT {place} AS place, {column} AS minutes FROM case_figures WHERE {rows}
    AND {column} BETWEEN (SELECT least FROM middle WHERE clock = '{clock}') AND (SELECT most FROM middle WHERE clock = '{clock}')
    ORDER BY {column} LIMIT COALESCE((SELECT 2 - (number & 1) FROM middle WHERE clock = '{clock}'), 0)
    OFFSET COALESCE((SELECT (number - 1) / 2 - below FROM middle WHERE clock = '{clock}'), 0)) AS of_{column}"""


def median_minutes(scope: Scope) -> tuple[float | None, float | None]:
    """The medians of accept_minutes and of answer_minutes over the scope, in one statement; None without a value."""
    choice = scope.choice
    counted = _by_walk if scope.category or choice.kind or choice.channel else _by_classes
    found: dict[int, list[int]] = {0: [], 1: []}
    for place, value in raw(*counted(scope)).fetchall():
        found[place].append(value)
    accept, answer = (sum(values) / len(values) if values else None for values in found.values())
    return accept, answer


def _by_classes(scope: Scope) -> tuple[str, tuple[Any, ...]]:
    """The statement that looks up the middle by the classes of MinuteFigures, which are not kept by kind, channel and category."""
    parts, given = zip(*_parts(scope), strict=True)
    rows, params = _rows_of(scope, "COALESCE(day, day)")  # as in _by_walk
    middle = " UNION ALL ".join(
        IN_CLASSES.format(place=place, column=column, clock=clock, rows=rows)
        for place, (clock, column) in enumerate(zip(CLOCKS, MINUTES, strict=True))
    )
    return f"{CLASSES.format(parts=' UNION ALL '.join(parts))} {middle}", (*chain(*given), *params, *params)


def _parts(scope: Scope) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The statements, with their parameters, of the classes of whole periods and of the days at the ends."""
    span, day = split(*scope.choice.days), CaseFigures.day.db_value
    for run in span.runs:
        bounds = {"begins >= %s": run.begins, "begins <= %s": run.ends}
        given = {condition: day(bound) for condition, bound in bounds.items() if bound}
        yield " AND ".join((OF_RUN, *given)), (scope.department, run.months, *given.values())
    for edge in span.edges:
        for clock, column in zip(CLOCKS, MINUTES, strict=True):
            named = {"clock": clock, "column": column, "width": width_in_sql(column)}
            yield OF_EDGE.format(**named), (scope.department, *map(day, edge))


def _by_walk(scope: Scope) -> tuple[str, tuple[Any, ...]]:
    """The statement that counts the values and walks or sorts them."""
    rows, params = _rows_of(scope, "day")
    # COALESCE keeps SQLite from the index of days, in which the values of a long period would have to be sorted.
    walked, again = (rows, params) if _is_short(scope) else _rows_of(scope, "COALESCE(day, day)")
    middle = " UNION ALL ".join(
        MIDDLE.format(place=place, column=each, rows=walked) for place, each in enumerate(MINUTES)
    )
    return f"{COUNTED.format(rows=rows)} {middle}", (*params, *again, *again)


def _is_short(scope: Scope) -> bool:
    first, last = scope.choice.days
    return first is not None and (last or date.max) - first <= SHORT


def _rows_of(scope: Scope, day: str) -> tuple[str, tuple[Any, ...]]:
    """(condition in SQL, its parameters) of the rows of CaseFigures in a scope; `day` is how it names the day."""
    first, last = scope.choice.days
    of = {
        "department =": scope.department,
        "kind =": scope.choice.kind,
        "channel =": scope.choice.channel,
        "category =": scope.category,
        f"{day} >=": first and CaseFigures.day.db_value(first),
        f"{day} <=": last and CaseFigures.day.db_value(last),
    }
    given = {name: value for name, value in of.items() if value or name == "department ="}
    return " AND ".join(f"{name} %s" for name in given), tuple(given.values())

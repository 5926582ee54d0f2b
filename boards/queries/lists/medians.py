"""The medians of the statistics: how long departments take until they accept and answer."""

from datetime import date, timedelta
from typing import Any

from boards.models.figures import CaseFigures
from boards.queries.lists.figures import Scope
from forum.store.db import raw

MINUTES = ("accept_minutes", "answer_minutes")
SHORT = timedelta(days=200)  # of a period whose values are sorted; in a longer one an index is walked up to the middle
COUNTED = f"""WITH counted AS (SELECT {", ".join(f"COUNT({each}) AS {each}" for each in MINUTES)}
    FROM case_figures WHERE {{rows}})"""
# The one or two values in the middle.
MIDDLE = """SELECT * FROM (SELECT {place} AS place, {column} AS minutes FROM case_figures
    WHERE {rows} AND {column} IS NOT NULL ORDER BY {column}
    LIMIT (SELECT 2 - ({column} & 1) FROM counted) OFFSET (SELECT ({column} - 1) / 2 FROM counted)) AS of_{column}"""


def median_minutes(scope: Scope) -> tuple[float | None, float | None]:
    """The medians of accept_minutes and of answer_minutes over the scope, in one statement; None without a value."""
    rows, params = _rows_of(scope, "day")
    # COALESCE keeps SQLite from the index of days, in which the values of a long period would have to be sorted.
    walked, again = (rows, params) if _is_short(scope) else _rows_of(scope, "COALESCE(day, day)")
    middle = " UNION ALL ".join(
        MIDDLE.format(place=place, column=each, rows=walked) for place, each in enumerate(MINUTES)
    )
    found: dict[int, list[int]] = {0: [], 1: []}
    for place, value in raw(f"{COUNTED.format(rows=rows)} {middle}", (*params, *again, *again)).fetchall():
        found[place].append(value)
    accept, answer = (sum(values) / len(values) if values else None for values in found.values())
    return accept, answer


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

"""Builds the page of the statistics."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from boards.clocks.city import City
from boards.pages.parts import Link
from boards.queries.lists.figures import (
    Counts,
    Scope,
    Units,
    counts_by_month,
    counts_of_all,
)
from boards.queries.lists.medians import median_minutes
from boards.rules.channel import Channel, channel_label
from boards.rules.figures.choice import Choice
from boards.rules.figures.published import FIGURES, RATES, rate_of
from boards.rules.figures.rates import hours_of
from boards.rules.labels import KIND_LABELS
from forum.messages import M, Message
from forum.store.db import INSTANT, raw
from moderation.supervision.statistics.charts import bar_chart
from moderation.supervision.statistics.league import closed, league, orders
from moderation.supervision.statistics.pages import FigureRow, RateRow, StatisticsPage
from moderation.supervision.statistics.ranking import MINIMUM

MONTHS = 12
READER = "figures"
STATE = """SELECT (SELECT MAX(id) FROM entry), (SELECT position FROM reader_cursor WHERE name = %s),
    (SELECT moved_at FROM reader_cursor WHERE name = %s)"""


def statistics_page(
    scope: Scope, by: str, known: Units, now: datetime, city: City, read: tuple[int, int, Any]
) -> StatisticsPage:
    """The StatisticsPage of a Scope, its league table ranked by `by`."""
    counted = counts_of_all(scope, now, known.departments)
    found = counted.pop(scope.department, Counts())
    months = [(month, each["received"], each["answered"]) for month, each in counts_by_month(scope, MONTHS)]
    read_at, behind = progress_of(read)
    return StatisticsPage(
        asked={field.name: getattr(scope.choice, field.name) for field in fields(Choice)},
        narrowed=scope.choice.narrowed,
        options=options(known, city),
        figures=figure_rows(scope, found),
        rates=rate_rows(scope, found),
        median_hours=median_hours(scope),
        months=tuple(months),
        chart=bar_chart([(f"{month:%Y-%m}", numbers) for month, *numbers in months]),
        league=() if scope.choice.department else league(scope, by, counted, known),
        orders=orders(scope, by),
        minimum=MINIMUM,
        counted_at=read_at,
        behind=behind,
        closed=next((closed(each) for each in known.departments if each.id == scope.department), None),
        exports=tuple(Link(label, scope.choice.url(f"/statistics.{kind}")) for kind, label in EXPORTS.items())
        + (Link(M("JSON（接口）"), scope.choice.url("/api/v1/statistics")),),
    )


EXPORTS = {"csv": M("CSV 表格"), "xlsx": M("Excel 表格")}


def figure_rows(scope: Scope, found: Counts) -> Mapping[str, FigureRow]:
    """Every figure with its number and the address of its threads."""
    return {key: figure_row(scope, key, found[key]) for key in FIGURES}


def figure_row(scope: Scope, key: str, number: int) -> FigureRow:
    """One figure."""
    figure = FIGURES[key]
    return FigureRow(key, figure.label, figure.definition, number, scope.choice.url("/statistics/threads", figure=key))


def rate_rows(scope: Scope, found: Counts) -> tuple[RateRow, ...]:
    """Every rate with its two figures."""
    rows = figure_rows(scope, found)
    return tuple(
        RateRow(key, rate.label, rate_of(key, found), rows[rate.part], rows[rate.whole]) for key, rate in RATES.items()
    )


def median_hours(scope: Scope) -> dict[str, float | None]:
    """The median hours to the acceptance and to the first result, one decimal; None where there was none."""
    found = dict(zip(("accept", "answer"), median_minutes(scope), strict=True))
    return {name: hours_of(minutes) for name, minutes in found.items()}


def whole_minute(now: datetime) -> datetime:
    """The beginning of the minute: pages, files and lists that are read in one minute agree, and a page can be cached for it."""
    return now.replace(second=0, microsecond=0)


def progress() -> tuple[datetime | None, int]:
    """(when the reader of the figures last read the log, how many entries it has still to read)."""
    return progress_of(state())


def progress_of(known: tuple[int, int, Any]) -> tuple[datetime | None, int]:
    """The `progress` that a `state` tells."""
    newest, position, read_at = known
    return INSTANT.python_value(read_at), newest - position


def state() -> tuple[int, int, Any]:
    """(the log's last entry, the last one that the reader of the figures has read, when): what the figures depend on besides the time."""
    newest, position, read_at = raw(STATE, (READER, READER)).fetchone()
    return newest or 0, position or 0, read_at


def chosen(choice: Choice, known: Units, city: City) -> tuple[Message | str, ...]:
    """What was chosen, in words: the period, then each of the others."""
    first, last = choice.days
    period = M("%(first)s 至 %(last)s 提出", first=first or M("最早"), last=last or M("现在"))
    labels = {name: dict(pairs) for name, pairs in options(known, city).items()}
    others = (labels[name][getattr(choice, name)] for name in labels if getattr(choice, name))
    return (*((period,) if first or last else ()), *others)


def options(known: Units, city: City) -> dict[str, tuple[tuple[str, Message | str], ...]]:
    """What can be chosen: {parameter: (value, label) pairs}."""
    return {
        "department": tuple((each.slug, each.name) for each in known.departments),
        "category": tuple((str(each.id), each.name) for each in known.categories),
        "kind": tuple((kind.value, label) for kind, label in KIND_LABELS.items()),
        "channel": tuple((channel.value, channel_label(channel, city.site)) for channel in Channel),
    }

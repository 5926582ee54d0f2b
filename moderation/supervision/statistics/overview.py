"""Builds the page of the statistics."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime

from boards.clocks.city import City
from boards.pages.parts import Filter, Link
from boards.queries.lists.figure_steps import Period, counts_by_step
from boards.queries.lists.figures import (
    Counts,
    Scope,
    Units,
    counts_of_all,
)
from boards.queries.lists.medians import median_minutes
from boards.rules.channel import Channel, channel_label
from boards.rules.figures.choice import Choice
from boards.rules.figures.published import FIGURES, RATES, rate_of
from boards.rules.figures.rates import hours_of
from boards.rules.figures.steps import STEP_LABELS, Step, name_of, step_that_fits
from boards.rules.labels import KIND_LABELS
from forum.messages import M, Message
from moderation.supervision.statistics.charts import bar_chart
from moderation.supervision.statistics.league import BY, closed, league, orders
from moderation.supervision.statistics.pages import FigureRow, PeriodRow, RateRow, StatisticsPage
from moderation.supervision.statistics.ranking import MINIMUM


def statistics_page(
    scope: Scope, by: str, step: Step | None, known: Units, now: datetime, city: City, begun: date | None
) -> StatisticsPage:
    """The StatisticsPage of a Scope, its league table ranked by `by`, its chart by `step` or, None, by the one that fits.

    `begun` is the day of the city's first question.
    """
    counted = counts_of_all(scope, now, known.departments)
    found = counted.pop(scope.department, Counts())
    first, last = charted_days(scope.choice, begun, city.day(now))
    step_shown = step or step_that_fits(first, last)
    periods = counts_by_step(scope, step_shown, first, last)
    return StatisticsPage(
        asked={field.name: getattr(scope.choice, field.name) for field in fields(Choice)},
        narrowed=scope.choice.narrowed,
        options=options(known, city),
        figures=figure_rows(scope, found),
        rates=rate_rows(scope, found),
        median_hours=median_hours(scope),
        step=step_shown,
        steps=step_links(scope, by, step_shown),
        periods=tuple(_period_row(scope, step_shown, each) for each in periods),
        cut=bool(periods) and periods[0].first > first,
        chart=bar_chart([(name_of(each.begin, step_shown), (each.received, each.answered)) for each in periods]),
        league=() if scope.choice.department else league(scope, by, counted, known),
        orders=orders(scope, by, step),
        minimum=MINIMUM,
        closed=next((closed(each) for each in known.departments if each.id == scope.department), None),
        exports=tuple(Link(label, scope.choice.url(f"/statistics.{kind}")) for kind, label in EXPORTS.items())
        + (Link(M("JSON（接口）"), scope.choice.url("/api/v1/statistics")),),
    )


def charted_days(choice: Choice, begun: date | None, today: date) -> tuple[date, date]:
    """The first and the last day of a chart: of the period that was chosen, from the city's first question until today.

    The first is after the last where there are no such days.
    """
    first, last = choice.days
    begun = begun or today
    return max(first or begun, begun), min(last or today, today)


def step_links(scope: Scope, by: str, step: Step) -> tuple[Filter, ...]:
    """The links that draw the chart by another Step."""
    more = {} if by == BY[0] else {"by": by}
    return tuple(
        Filter(label, scope.choice.url(step=each.value, **more) + "#periods", each is step)
        for each, label in STEP_LABELS.items()
    )


def _period_row(scope: Scope, step: Step, period: Period) -> PeriodRow:
    days = {"first": period.first.isoformat(), "last": period.last.isoformat()}

    def number(key: str, value: int) -> FigureRow:
        url = scope.choice.url("/statistics/threads", figure=key, **days)
        return FigureRow(key, FIGURES[key].label, FIGURES[key].definition, value, url)

    name = period.begin.isoformat() if step is Step.DAY else name_of(period.begin, step)
    return PeriodRow(name, number("received", period.received), number("answered", period.answered))


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

"""The pages of the assessments, made of their stored documents."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from boards.clocks.explanations import REASONS
from boards.pages.parts import Link
from boards.queries.lists.departments import LEVEL_LABELS
from boards.rules.figures.choice import Choice
from boards.rules.figures.published import FIGURES, RATES
from forum.messages import M, Message
from forum.problems import NotFound
from forum.store.cursors import NUMBER, Cursor
from moderation.assessments.actions import freeze_entry
from moderation.assessments.document import Document
from moderation.assessments.models import Assessment
from moderation.assessments.pages import (
    AssessmentPage,
    AssessmentRow,
    AssessmentsPage,
    FrozenFigure,
    UnitGroup,
    UnitRow,
)

PATH = "/assessments"
PAGE = 30
CURSOR = Cursor[int](NUMBER)
WEEKEND = 5  # from this weekday on
DOWNLOADS = {
    "json": M("全部内容（JSON）"),
    "csv": M("数字（CSV）"),
    "cases.csv": M("问题清单（CSV）"),
}


def get_assessment(assessment_id: int) -> Assessment:
    """The Assessment; raises NotFound."""
    found: Assessment | None = Assessment.get_or_none(Assessment.id == assessment_id)
    if found is None:
        raise NotFound(M("没有这次考核。"))
    return found


def assessments_page(before: str | None) -> AssessmentsPage:
    """The AssessmentsPage, newest first; raises Malformed for a bad cursor."""
    rows, cursor = assessment_rows(before, PAGE)
    following = f"{PATH}?before={cursor}" if cursor else None
    return AssessmentsPage(tuple(rows), PATH if before else None, following)


def assessment_rows(before: str | None, size: int) -> tuple[list[AssessmentRow], str | None]:
    """(rows of one page, newest first, cursor of the next or None), without the documents."""
    columns = (Assessment.id, Assessment.first_day, Assessment.last_day, Assessment.cases, Assessment.frozen_at)
    query = Assessment.select(*columns).order_by(Assessment.id.desc())
    query = query.where(Assessment.id < CURSOR.decode(before)[0]) if before else query
    found = list(query.limit(size + 1))
    return [row_of(each) for each in found[:size]], CURSOR.encode(found[size - 1].id) if len(found) > size else None


def row_of(it: Assessment) -> AssessmentRow:
    """The AssessmentRow of an Assessment."""
    return AssessmentRow(it.id, it.first_day, it.last_day, it.cases, it.frozen_at, f"{PATH}/{it.id}")


def assessment_page(assessment_id: int) -> AssessmentPage:
    """The AssessmentPage of an assessment; raises NotFound."""
    found = get_assessment(assessment_id)
    document, entry = json.loads(found.document), freeze_entry(found.id)
    assert entry is not None
    row, city = row_of(found), document["city"]
    return AssessmentPage(
        row=row,
        sha256=found.sha256,
        last_entry=found.last_entry,
        entry=entry.id,
        figures=tuple(figures_of(document, "", row.url)),
        rates=tuple(_rates(document)),
        hours=city["median_hours"],
        groups=tuple(_groups(document, row.url)),
        days=tuple(_unusual(document)),
        working_days=sum(day["working"] for day in _in_period(document)),
        downloads=tuple(Link(label, f"{row.url}.{kind}") for kind, label in DOWNLOADS.items()),
        statistics=Choice(row.first.isoformat(), row.last.isoformat()).url(),
    )


def cases_address(path: str, figure: str, department: str) -> str:
    """Where the cases of a figure of the department of that slug, '' for the city, are listed; `path` is the assessment's."""
    given = {"figure": figure} | ({"department": department} if department else {})
    return f"{path}/threads?{urlencode(given)}"


def figures_of(document: Document, department: str, path: str = "") -> Iterator[FrozenFigure]:
    """The figures of the department of that slug, '' for the city, in the words of the freeze."""
    units = {"": document["city"], **{it["slug"]: it for it in document["departments"]}}
    for key in document["order"]:
        frozen, now = document["definitions"]["figures"][key], FIGURES.get(key)
        label = _worded(frozen["label"], now.label if now else None)
        meaning = _worded(frozen["definition"], now.definition if now else None)
        number = units[department]["figures"][key]
        yield FrozenFigure(key, label, number, (meaning,), cases_address(path, key, department))


def _rates(document: Document) -> Iterator[FrozenFigure]:
    """The rates in the order of the program, then those that it does not have any more."""
    labels = {figure.key: figure.label for figure in figures_of(document, "")}
    rates = document["definitions"]["rates"]
    for key in (*(each for each in RATES if each in rates), *sorted(rates.keys() - RATES.keys())):
        label = _worded(rates[key]["label"], RATES[key].label if key in RATES else None)
        parts = (labels[rates[key]["part"]], labels[rates[key]["whole"]])
        yield FrozenFigure(key, label, document["city"]["rates"][key], parts)


def _worded(frozen: str, now: Message | None) -> Message | str:
    """The words of the freeze; as a Message, which can be translated, where the program has the same."""
    return now if now is not None and str(now) == frozen else frozen


def _groups(document: Document, path: str) -> Iterator[UnitGroup]:
    for level, label in LEVEL_LABELS.items():
        rows = [_unit(it, path) for it in document["departments"] if it["level"] == level]
        if rows:
            yield UnitGroup(label, tuple(rows))


def _unit(it: Document, path: str) -> UnitRow:
    link = Link(it["name"], f"/departments/{it['slug']}")
    urls = {key: cases_address(path, key, it["slug"]) for key in it["figures"]}
    return UnitRow(link, Counter(it["figures"]), urls, it["rates"], it["median_hours"])


def _in_period(document):
    return [day for day in document["calendar"] if day["day"] <= document["last"]]


def _unusual(document: Document) -> Iterator[tuple[date, bool, Message | str]]:
    """(day, whether it is worked, why) of holidays on weekdays and of worked weekends in the period."""
    for day in _in_period(document):
        when = date.fromisoformat(day["day"])
        if day["working"] != (when.weekday() < WEEKEND):
            yield when, day["working"], REASONS.get(day["reason"], day["reason"])

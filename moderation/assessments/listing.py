"""The cases that a figure of an assessment counted at the freeze, as everybody may see them today."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from boards.models.threads import Thread
from boards.pages.parts import Link
from boards.queries.lists.board import list_query, thread_row
from forum.messages import M
from forum.problems import NotFound
from forum.roles import Actor
from forum.store.cursors import NUMBER, Cursor
from moderation.assessments.document import Document, figures_in
from moderation.assessments.pages import FrozenCasesPage
from moderation.assessments.queries import cases_address, figures_of, get_assessment, row_of
from moderation.supervision.statistics.pages import CountedThread

PAGE = 50
CURSOR = Cursor[int](NUMBER)


def frozen_cases_page(
    assessment_id: int, figure: str, department: str, before: str | None, viewer: Actor, now: datetime
) -> FrozenCasesPage:
    """The cases, newest first, of a figure of the city, or of the department of that slug.

    Raises NotFound for an unknown assessment, figure or department, and Malformed for a bad cursor.
    """
    found = get_assessment(assessment_id)
    document, row = json.loads(found.document), row_of(found)
    names = {"": M("全市"), **{unit["slug"]: unit["name"] for unit in document["departments"]}}
    figures = {each.key: each for each in figures_of(document, department)} if department in names else {}
    if figure not in figures:
        raise NotFound(M("没有这个数字。"))
    counted = [case for case in reversed(document["cases"]) if figure in figures_in(case["counted"].get(department, 0))]
    shown, cursor = _page_of(counted, before)
    address = cases_address(row.url, figure, department)
    return FrozenCasesPage(
        row=row,
        figure=figures[figure],
        back=Link(M("效能考核"), row.url),
        unit=names[department],
        rows=tuple(_threads(shown, viewer, now)),
        older=f"{address}&{urlencode({'before': cursor})}" if cursor else None,
        newest=address if before else None,
    )


def _page_of(cases: list[Document], before: str | None) -> tuple[list[Document], str | None]:
    if before:
        last = CURSOR.decode(before)[0]
        cases = [case for case in cases if case["thread"] < last]
    return cases[:PAGE], CURSOR.encode(cases[PAGE - 1]["thread"]) if len(cases) > PAGE else None


def _threads(cases: list[Document], viewer: Actor, now: datetime) -> Iterator[CountedThread]:
    numbers = [case["thread"] for case in cases]
    query = list_query().select_extend(Thread.public).where(Thread.id.in_(numbers))
    found: dict[int, dict[str, Any]] = {row["id"]: row for row in query.dicts()}
    for case in cases:
        row = found[case["thread"]]
        yield CountedThread(date.fromisoformat(case["day"]), thread_row(row, viewer, now) if row["public"] else None)

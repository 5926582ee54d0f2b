"""The pages of briefs: the list, and one with the threads that everybody may read now."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from boards.clocks.city import City
from boards.clocks.policy import NoticeKind
from boards.models.threads import NOT_HIDDEN, PUBLIC, Department, Thread
from boards.pages.parts import Filter
from boards.queries.parts import shown
from boards.rules.figures.published import OVERDUE, PENDING
from boards.rules.labels import GRADE_LABELS, SOLVED_LABELS
from forum.messages import M
from forum.problems import Malformed, NotFound
from forum.store.cursors import NUMBER, Cursor
from moderation.documents.quoting import without_personal
from moderation.supervision.briefs.document import Brief, Facts, Row, brief_of, period_of
from moderation.supervision.briefs.keeping import DAY, KINDS, WEEK
from moderation.supervision.briefs.pages import BriefPage, BriefRow, BriefsPage
from moderation.supervision.hot.behind import Behind, shown_terms, shown_threads
from moderation.supervision.hot.models import HotCount
from moderation.supervision.hot.rules import Span

PATH = "/supervision/briefs"
PAGE = 30
OFFICES = 3  # named beside a word
MOST_RISEN = 10  # threads
CURSOR = Cursor[int](NUMBER)
LABELS = {DAY: M("日报"), WEEK: M("周报")}


def briefs_page(kind: str, before: str | None) -> BriefsPage:
    """The BriefsPage, of one kind or all; raises Malformed for a kind that there is none of and for a bad cursor."""
    if kind and kind not in KINDS:
        raise Malformed(M("没有这种筛选。"))
    query = HotCount.select().where(HotCount.kind == kind if kind else HotCount.kind.in_(KINDS))
    query = query.where(HotCount.id < CURSOR.decode(before)[0]) if before else query
    rows = list(query.order_by(HotCount.id.desc()).limit(PAGE + 1))
    cursor = CURSOR.encode(rows[PAGE - 1].id) if len(rows) > PAGE else None
    labels = {"": M("全部"), **LABELS}
    return BriefsPage(
        rows=tuple(_row(row) for row in rows[:PAGE]),
        kinds=tuple(Filter(label, _url(kind=each), kind == each) for each, label in labels.items()),
        older=_url(kind=kind, before=cursor) if cursor else None,
        newest=_url(kind=kind) if before else None,
    )


def brief_page(brief_id: int, city: City) -> BriefPage:
    """The BriefPage of a brief; raises NotFound."""
    row = HotCount.get_or_none(HotCount.id == brief_id, HotCount.kind.in_(KINDS))
    if row is None:
        raise NotFound(M("没有这份舆情简报。"))
    return BriefPage(row.id, LABELS[row.kind], row.counted_at, _document(row, city))


def _document(row: HotCount, city: City) -> Brief:
    kept = json.loads(row.figures)
    names = dict(Department.select(Department.id, Department.short).tuples())
    titles = _titles([each[0] for each in (*kept["late"], *kept["unsatisfied"])])
    return brief_of(
        Facts(
            kind=row.kind,
            body=city.site.notices[NoticeKind.CIRCULAR].body,
            span=Span(row.first, row.last),
            made_at=row.counted_at.astimezone(city.timezone),
            counts=kept["counts"],
            pending=kept[PENDING],
            overdue=kept[OVERDUE],
            threads=row.threads,
            words=[_word(behind) for behind in shown_terms(row)],
            risen=list(_risen(row, names)),
            offices=[Row((names[office], str(late), str(still))) for office, late, still in kept["offices"]],
            late=list(_late(kept["late"], titles, names, city)),
            unsatisfied_number=kept["unsatisfied_number"],
            unsatisfied=list(_unsatisfied(kept["unsatisfied"], titles, names)),
        )
    )


def _titles(threads: Iterable[int]) -> dict[int, str]:
    """{thread: title} of those that everybody may read now."""
    rows = Thread.select(Thread.id, shown.title_column()).where(Thread.id.in_(list(threads)))
    visible = rows.where(PUBLIC & NOT_HIDDEN).tuples()
    return {thread: _title(title) for thread, title in visible}


def _title(title: str) -> str:
    return without_personal(str(shown.visible_title(title, hidden=False)))


def _word(behind: Behind) -> Row:
    offices = "、".join(short for _, short in list(behind.offices)[:OFFICES])
    return Row((behind.term.term, str(behind.number), _usual(behind.term.usual), offices))


def _risen(row: HotCount, names: dict[int, str]) -> Iterable[Row]:
    query = Thread.select(Thread.id, shown.title_column(), Thread.department.alias("lead"))
    for each in shown_threads(row, query)[:MOST_RISEN]:
        cells = (_title(each["title"]), names.get(each["lead"], ""), str(each["people"]), _usual(each["usual"]))
        yield Row(cells, f"/threads/{each['id']}")


def _late(rows: Any, titles: dict[int, str], names: dict[int, str], city: City) -> Iterable[Row]:
    for thread, office, due in rows:
        if thread in titles:
            at = datetime.fromisoformat(due).astimezone(city.timezone)
            yield Row((titles[thread], names.get(office, ""), f"{at:%Y-%m-%d %H:%M}"), f"/threads/{thread}")


def _unsatisfied(rows: Any, titles: dict[int, str], names: dict[int, str]) -> Iterable[Row]:
    for thread, office, grade, solved in rows:
        if thread in titles:
            said = "" if solved is None else str(SOLVED_LABELS[solved])
            yield Row((titles[thread], names[office], str(GRADE_LABELS[grade]), said), f"/threads/{thread}")


def _usual(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _row(row: HotCount) -> BriefRow:
    kept = json.loads(row.figures)
    received = kept["counts"]["received"]
    return BriefRow(
        row.id, LABELS[row.kind], period_of(Span(row.first, row.last)), row.counted_at, received, kept[OVERDUE]
    )


def _url(**given: str) -> str:
    asked = urlencode({name: value for name, value in given.items() if value})
    return f"{PATH}?{asked}" if asked else PATH

"""The threads behind a figure, newest question first, by keyset."""

from datetime import date, datetime
from typing import Any

import peewee

from boards.clocks.city import City
from boards.models.figures import CaseFigures
from boards.models.threads import Thread
from boards.pages.parts import Link
from boards.queries.lists.board import list_query, thread_row
from boards.queries.lists.figures import Scope, Units, behind, counts
from boards.rules.figures.published import FIGURES
from forum.messages import M
from forum.problems import NotFound
from forum.roles import Actor
from forum.store.cursors import DAY, NUMBER, Cursor
from moderation.supervision.statistics.overview import chosen, figure_row
from moderation.supervision.statistics.pages import CountedPage, CountedThread

PAGE = 50
CURSOR = Cursor[date, int](DAY, NUMBER)
PATH = "/statistics/threads"


def counted_page(
    scope: Scope, figure: str, before: str | None, viewer: Actor, now: datetime, known: Units, city: City
) -> CountedPage:
    """The CountedPage of a figure; raises NotFound for one that there is none of, and Malformed for a bad cursor."""
    if figure not in FIGURES:
        raise NotFound(M("没有这个数字。"))
    rows, cursor = counted_rows(scope, figure, before, now)
    address = scope.choice.url(PATH, figure=figure)
    return CountedPage(
        figure=figure_row(scope, figure, counts(scope, now)[figure]),
        back=Link(M("统计"), scope.choice.url()),
        chosen=chosen(scope.choice, known, city),
        rows=tuple(CountedThread(row["day"], thread_row(row, viewer, now) if row["public"] else None) for row in rows),
        older=scope.choice.url(PATH, figure=figure, before=cursor) if cursor else None,
        newest=address if before else None,
    )


def counted_rows(
    scope: Scope, figure: str, before: str | None, now: datetime, size: int = PAGE
) -> tuple[list[dict[str, Any]], str | None]:
    """(rows of list_query with `day` and `public`, cursor of the next page or None)."""
    query = (
        list_query()
        .select_extend(CaseFigures.day, Thread.public)
        .join_from(Thread, CaseFigures, on=CaseFigures.thread == Thread.id)
        .where(*behind(scope, figure, now))
    )
    if before:
        query = query.where(peewee.Tuple(CaseFigures.day, CaseFigures.thread) < peewee.Tuple(*CURSOR.decode(before)))
    rows = list(query.order_by(CaseFigures.day.desc(), CaseFigures.thread.desc()).limit(size + 1).dicts())
    more = len(rows) > size
    rows = rows[:size]
    return rows, CURSOR.encode(rows[-1]["day"], rows[-1]["id"]) if more else None

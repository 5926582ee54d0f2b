"""The pages of the hot topics: what rose in the last seven days, and the questions behind one word."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import peewee

from boards.clocks.city import City
from boards.models.threads import Department, Thread
from boards.pages.parts import Filter, Link
from boards.queries.lists.board import list_query, thread_row
from boards.queries.lists.figures import CITY, Scope, Unit, counts_of_all, units
from boards.rules.figures.choice import Choice
from forum.messages import M
from forum.problems import NotFound
from forum.roles import Actor
from forum.store.cursors import NUMBER, Cursor
from forum.store.sql.conditions import unindexed
from forum.text.folding import fold
from moderation.supervision.hot.behind import Behind, questions_with, shown_terms, shown_threads
from moderation.supervision.hot.counting import NOW
from moderation.supervision.hot.models import HotCount, HotTerm
from moderation.supervision.hot.pages import HotPage, OfficeRow, RisenThread, TermPage, TermRow
from moderation.supervision.hot.rules import WEEKS_BEFORE, Level, Span, times, week_to

PATH = "/hot"
LIST = "/hot/threads"
PAGE = 50
OFFICES = 3  # named beside a word
MOST_OFFICES = 10
CURSOR = Cursor[int](NUMBER)
PLACES = frozenset({"county", "township", "community"})  # levels of departments that are places
Lead = Department.alias("lead")


def hot_page(viewer: Actor, now: datetime, city: City, office: str = "") -> HotPage:
    """The HotPage, or with a department's slug what it has of it; raises NotFound for a slug that there is none of."""
    counted, known = latest(), units()
    if office and office not in {each.slug for each in known.departments}:
        raise NotFound(M("没有这个部门。"))
    span = Span(counted.first, counted.last) if counted else week_to(city.day(now))
    behind = shown_terms(counted) if counted else []
    terms = [term_row(each, office) for each in behind if not office or _own(each, office)]
    rose = _offices(span, now, known.departments)
    return HotPage(
        first=span.first,
        last=span.last,
        counted_at=counted.counted_at if counted else None,
        threads=counted.threads if counted else 0,
        threads_before=counted.threads_before if counted else 0,
        terms=tuple(terms),
        risen=tuple(_risen(counted, viewer, now, office)) if counted else (),
        offices=tuple(row for level, row in rose if level not in PLACES),
        places=tuple(row for level, row in rose if level in PLACES),
        choices=_choices(behind, office),
        office=next((each.name for each in known.departments if each.slug == office), None),
    )


def term_page(asked: str, office: str, before: str | None, viewer: Actor, now: datetime, size: int = PAGE) -> TermPage:
    """The TermPage of a word; raises NotFound for one that is not hot (any more), and Malformed for a bad cursor."""
    counted = latest()
    found = next((each for each in shown_terms(counted) if each.term.term == fold(asked)), None) if counted else None
    if counted is None or found is None or (office and not _own(found, office)):
        raise NotFound(M("这个词现在不在热点里。"))
    rows, cursor = _questions(counted, found.term, office, before, viewer, size)
    row = term_row(found, office)
    here = _list_url(found.term.term, office)
    return TermPage(
        term=row,
        department=next((short for slug, short in found.offices if slug == office), None),
        number=row.own_number if office else row.number,
        rows=tuple(thread_row(each, viewer, now) for each in rows),
        cursor=cursor,
        older=_list_url(found.term.term, office, before=cursor) if cursor else None,
        newest=here if before else None,
    )


def latest() -> HotCount | None:
    """The count that the public page shows; None before the worker made one."""
    found: HotCount | None = HotCount.get_or_none(HotCount.kind == NOW)
    return found


def _questions(
    counted: HotCount, term: HotTerm, office: str, before: str | None, viewer: Actor, size: int
) -> tuple[list[dict[str, Any]], str | None]:
    """(rows of list_query, cursor of the next page or None) of the questions behind a word, newest first."""
    query = list_query(viewer).where(Thread.id.in_(questions_with(counted, term, office or None)))
    if before:
        query = query.where(Thread.id < CURSOR.decode(before)[0])
    rows = list(query.order_by(Thread.id.desc()).limit(size + 1).dicts())
    return rows[:size], CURSOR.encode(rows[size - 1]["id"]) if len(rows) > size else None


def term_row(behind: Behind, office: str = "") -> TermRow:
    """The TermRow of a word."""
    term = behind.term
    offices = list(behind.offices)[:OFFICES]
    return TermRow(
        term=term.term,
        number=behind.number,
        usual=term.usual,
        times=times(behind.number, term.usual),
        url=_list_url(term.term),
        offices=tuple(Link(short, f"/departments/{slug}") for slug, short in offices),
        own=_list_url(term.term, office) if office else None,
        own_number=_own(behind, office),
    )


def _own(behind: Behind, office: str) -> int:
    return sum(number for (slug, _), number in behind.offices.items() if slug == office)


def _list_url(term: str, office: str = "", **more: str) -> str:
    given = {"term": term, "department": office, **more}
    return f"{LIST}?{urlencode({name: value for name, value in given.items() if value})}"


def _risen(counted, viewer, now, office):
    query = list_query(viewer).select_extend(Lead.slug.alias("lead_slug"), Lead.short.alias("lead_short"))
    query = query.join_from(Thread, Lead, peewee.JOIN.LEFT_OUTER, on=Lead.id == Thread.department)
    query = query.where(unindexed(Lead.slug) == office) if office else query
    for row in shown_threads(counted, query):
        lead = Link(row["lead_short"], f"/departments/{row['lead_slug']}") if row["lead_slug"] else None
        yield RisenThread(thread_row(row, viewer, now), lead, row["people"], row["usual"])


def _offices(span: Span, now: datetime, known: tuple[Unit, ...]) -> list[tuple[str, OfficeRow]]:
    """(level, OfficeRow) of the departments that get more questions than usual, most surprising first; in two statements."""
    received, before = _received(span, now, known), _received(span.before, now, known)
    levels = {
        each: Level(received[each.id], received[CITY], before[each.id], before[CITY])
        for each in known
        if received[each.id]
    }
    rose = sorted((each for each in levels if levels[each].rose), key=lambda each: -levels[each].surprise)
    return [(each.level, _office_row(each, span, received, before)) for each in rose[:MOST_OFFICES]]


def _office_row(unit: Unit, span: Span, received: Counter[int], before: Counter[int]) -> OfficeRow:
    url = replace(_choice(span), department=unit.slug).url("/statistics/threads", figure="received")
    name = Link(unit.name, f"/departments/{unit.slug}")
    return OfficeRow(name, received[unit.id], before[unit.id] / WEEKS_BEFORE, url)


def _received(span: Span, now: datetime, known: tuple[Unit, ...]) -> Counter[int]:
    found = counts_of_all(Scope(_choice(span)), now, known)
    return Counter({department: counts["received"] for department, counts in found.items()})


def _choice(span: Span) -> Choice:
    return Choice(span.first.isoformat(), span.last.isoformat())


def _choices(behind: list[Behind], office: str) -> tuple[Filter, ...]:
    """The departments that have questions behind the words, those with most words first."""
    words = Counter(each for one in behind for each in one.offices)
    if not words and not office:
        return ()
    every = Filter(M("全部"), PATH, not office, len(behind))
    named = sorted(words.items(), key=lambda item: (-item[1], item[0]))[:MOST_OFFICES]
    return (
        every,
        *(
            Filter(short, f"{PATH}?{urlencode({'department': slug})}", slug == office, number)
            for (slug, short), number in named
        ),
    )

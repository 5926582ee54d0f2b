"""The questions behind the words of a count, as everybody may read them now: a count is only an old look at them.

What was hidden, sealed or merged since is left out, and what was covered since too, since the word may have been what was covered.
A word is shown as long as enough questions of enough people are left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import peewee

from boards.models.threads import VISIBLE, Department, Post, Thread
from boards.rules.deeds.record import Effect
from boards.rules.deeds.table import deeds_of
from forum.store.log import Entry
from moderation.supervision.hot.models import HotCount, HotTerm, HotTermThread, HotThread
from moderation.supervision.hot.rules import MIN_PEOPLE, MIN_THREADS

COVERING = [deed.value for deed in deeds_of(Effect.COVERS)]


@dataclass(frozen=True)
class Behind:
    """A HotTerm and how many questions everybody may read now: in all, and by department, {(slug, short name): number}."""

    term: HotTerm
    number: int
    offices: Mapping[tuple[str, str], int]


def shown_terms(counted: HotCount) -> list[Behind]:
    """The terms of a count that may be shown, the most surprising first; in one statement."""
    found: dict[int, tuple[HotTerm, list[tuple[tuple[str, str] | None, int]]]] = {}
    for row in _by_office(counted):
        office = (row["slug"], row["short"]) if row["slug"] else None
        term = HotTerm(**{name: row[name] for name in ("id", "term", "usual", "surprise")})
        found.setdefault(row["id"], (term, []))[1].append((office, row["number"]))
    behind = [
        Behind(term, sum(number for _, number in offices), {office: number for office, number in offices if office})
        for term, offices in found.values()
    ]
    return sorted(behind, key=lambda each: (-each.term.surprise, each.term.term))


def questions_with(counted: HotCount, term: HotTerm, office: str | None = None) -> peewee.ModelSelect:
    """The ids of the questions behind a term, of one department or all: a query to be compared with."""
    rows = _questions(counted).select(HotTermThread.thread).where(HotTermThread.term == term.id)
    return rows.where(Department.slug == office) if office else rows


def shown_threads(counted: HotCount, query: peewee.ModelSelect) -> list[dict[str, Any]]:
    """The rows of `query` (of threads) for the threads of a count that rose, with `people` and `usual`, most people first."""
    rows = query.select_extend(HotThread.people, HotThread.usual).join_from(
        Thread, HotThread, on=HotThread.thread == Thread.id
    )
    rows = rows.where(HotThread.counted == counted.id, VISIBLE)
    return list(rows.order_by((HotThread.people - HotThread.usual).desc(), Thread.id).dicts())


def _by_office(counted: HotCount) -> Iterable[dict[str, Any]]:
    people = peewee.fn.COUNT(HotTermThread.person.distinct())
    enough = (people >= MIN_PEOPLE) & (peewee.fn.COUNT(HotTermThread.id) >= MIN_THREADS)
    terms = _questions(counted).select(HotTerm.id).group_by(HotTerm.id).having(enough)
    number = peewee.fn.COUNT(HotTermThread.id)
    columns = (HotTerm.id, HotTerm.term, HotTerm.usual, HotTerm.surprise, Department.slug, Department.short)
    rows = _questions(counted).select(*columns, number.alias("number")).where(HotTerm.id.in_(terms))
    found: Iterable[dict[str, Any]] = rows.group_by(*columns).order_by(number.desc(), Department.slug).dicts()
    return found


def _questions(counted: HotCount) -> peewee.ModelSelect:
    name = peewee.Value("post/").concat(Post.id.cast("varchar"))
    covered = Entry.select(Entry.id).where(Entry.object == name, Entry.id > counted.position, Entry.deed.in_(COVERING))
    return (
        HotTermThread.select()
        .join(HotTerm)
        .join_from(HotTermThread, Thread, on=Thread.id == HotTermThread.thread)
        .join_from(Thread, Post, on=(Post.place_thread == Thread.id) & (Post.place_floor == 1))
        .join_from(Thread, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Thread.department)
        .where(HotTerm.counted == counted.id, VISIBLE, Post.hidden_at.is_null(), Post.seal_order_id.is_null())
        .where(~peewee.fn.EXISTS(covered))
    )

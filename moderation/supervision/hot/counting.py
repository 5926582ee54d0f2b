"""Counts what rose in a span of days and writes it down."""

from collections import defaultdict
from datetime import datetime

import peewee

from boards.models.threads import VISIBLE, Post, Thread
from forum.store import db, log
from moderation.supervision.hot.finding import CouldBeName, Risen, risen_terms
from moderation.supervision.hot.models import HotActivity, HotCount, HotTerm, HotTermThread, HotThread
from moderation.supervision.hot.rules import MIN_PEOPLE, WEEKS_BEFORE, Span, busy

NOW = "now"
MOST = 30  # words of one count
MOST_THREADS = 20
CONSIDERED = 200  # threads whose weeks before are looked at
ROWS = 500  # of a statement
WEEK = 7  # days


def count(kind: str, span: Span, now: datetime, could_be_a_name: CouldBeName, figures: str | None = None) -> HotCount:
    """Count a span and write it, in place of the last count of this kind when that is "now"; returns the HotCount.

    Of another kind there is one count for each last day: one that another process has just made is returned.
    """
    position = log.last_entry_number()
    terms, threads, threads_before = risen_terms(span, MOST, could_be_a_name)
    busiest = risen_threads(span)
    with db.write():
        if kind == NOW:
            _delete(kind)
        elif there := HotCount.get_or_none(HotCount.kind == kind, HotCount.last == span.last):
            return there
        made = HotCount.create(
            kind=kind,
            first=span.first,
            last=span.last,
            counted_at=now,
            position=position,
            threads=threads,
            threads_before=threads_before,
            figures=figures,
        )
        for term in terms:
            _insert(made, term)
        for thread, people, usual in busiest:
            HotThread.insert(counted=made.id, thread=thread, people=people, usual=usual).execute()
    return made


def risen_threads(span: Span) -> list[tuple[int, int, float]]:
    """(thread, people who replied or supported in the span, the usual number in as many days) of those that rose, most first."""
    people = dict(_busiest(span).tuples())
    usual = _usual(span, people)
    rose = [(thread, number, usual[thread]) for thread, number in people.items() if busy(number, usual[thread])]
    return sorted(rose, key=lambda row: (row[2] - row[1], row[0]))[:MOST_THREADS]


def _busiest(span):
    """(thread, people) of the public threads with most people in the span; without the asker, and hidden or sealed replies."""
    people = peewee.fn.COUNT(HotActivity.account.distinct())
    rows = _taking_part(span).select(HotActivity.thread, people).group_by(HotActivity.thread)
    return rows.having(people >= MIN_PEOPLE).order_by(people.desc()).limit(CONSIDERED)


def _usual(span, threads):
    """{thread: people in an average stretch of as many days, of the weeks before in which it was there}."""
    days = (span.last - span.first).days + 1
    seen, first = defaultdict(set), {}
    rows = _taking_part(span.before).where(HotActivity.thread.in_(list(threads)))
    for thread, day, account in rows.select(HotActivity.thread, HotActivity.day, HotActivity.account).tuples():
        seen[thread].add(((span.first - day).days // days, account))
        first[thread] = min(first.get(thread, day), day)
    stretches = {thread: max(((span.first - day).days + days - 1) // days, 1) for thread, day in first.items()}
    most = WEEKS_BEFORE * WEEK // days
    return {thread: len(seen[thread]) / min(stretches.get(thread, 1), most) for thread in threads}


def _taking_part(span):
    shown = HotActivity.post.is_null() | (Post.hidden_at.is_null() & Post.seal_order_id.is_null())
    return (
        HotActivity.select()
        .join(Thread, on=Thread.id == HotActivity.thread)
        .join_from(HotActivity, Post, peewee.JOIN.LEFT_OUTER, on=Post.id == HotActivity.post)
        .where(HotActivity.day.between(*span), HotActivity.account != Thread.author, shown)
        .where(VISIBLE)
    )


def _delete(kind):
    counts = HotCount.select(HotCount.id).where(HotCount.kind == kind)
    terms = HotTerm.select(HotTerm.id).where(HotTerm.counted.in_(counts))
    HotTermThread.delete().where(HotTermThread.term.in_(terms)).execute()
    for table in (HotTerm, HotThread):
        table.delete().where(table.counted.in_(counts)).execute()
    HotCount.delete().where(HotCount.kind == kind).execute()


def _insert(made: HotCount, risen: Risen) -> None:
    level = risen.level
    term = HotTerm.create(counted=made, term=risen.term, usual=level.usual, surprise=level.surprise)
    rows = [{"term": term.id, "thread": thread, "person": person} for thread, person in risen.people.items()]
    for some in peewee.chunked(rows, ROWS):
        HotTermThread.insert_many(some).execute()

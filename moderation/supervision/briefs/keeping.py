"""The worker's part: makes the brief of a day and of a week (Monday to Sunday) once they are over, each once."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from boards.clocks.city import City
from boards.models.cases import Rating
from boards.models.threads import Thread
from boards.queries.lists.figures import CITY, Counts, Scope, counts, counts_of_all
from boards.queries.parts.current_city import CurrentCity
from boards.rules.figures.choice import Choice
from boards.rules.figures.published import FIGURES, OVERDUE, PENDING
from forum.clock import midnight
from forum.store.log import Entry
from forum.store.worker import Upkeep
from moderation.supervision.choice import UNSATISFIED
from moderation.supervision.hot.counting import count
from moderation.supervision.hot.finding import CouldBeName
from moderation.supervision.hot.keeping import MOST_BEHIND, is_read
from moderation.supervision.hot.models import HotCount
from moderation.supervision.hot.rules import Span, week_to
from moderation.supervision.rows import base_query
from moderation.supervision.statistics.state import state

DAY, WEEK = "day", "week"
KINDS = (DAY, WEEK)
MOST_ROWS = 20  # of a list


class BriefKeeper(Upkeep):
    """Runs in the worker beside the readers of the log."""

    name = "briefs"

    def __init__(self, current_city: CurrentCity, could_be_a_name: CouldBeName) -> None:
        self.current_city, self.could_be_a_name = current_city, could_be_a_name

    def work(self, now: datetime) -> int:
        """Make the briefs that are due; returns how many."""
        return keep_briefs(self.current_city.refresh(now), now, self.could_be_a_name)


def keep_briefs(city: City, now: datetime, could_be_a_name: CouldBeName) -> int:
    """Make the brief of yesterday and that of the last whole week, unless they are made; returns how many were.

    Figures are those of the time when it is made, so nothing is made for days longer ago.
    """
    due = [(kind, span) for kind, span in _finished(city.day(now)) if _is_missing(kind, span, city)]
    if not due or not is_read() or state(now).behind > MOST_BEHIND:
        return 0
    for kind, span in due:
        count(kind, span, now, could_be_a_name, json.dumps(figures_of(span, now, city)))
    return len(due)


def figures_of(span: Span, now: datetime, city: City) -> dict[str, Any]:
    """What a brief keeps beside the hot topics, as JSON has it: counts, and the numbers of threads and departments."""
    choice = Choice(span.first.isoformat(), span.last.isoformat())
    found, offices = counts(Scope(choice), now), counts_of_all(Scope(Choice()), now)
    whole = offices.pop(CITY, Counts())
    worst = sorted(
        (each for each in offices.items() if each[1][OVERDUE]), key=lambda each: (-each[1][OVERDUE], each[0])
    )
    bad = _unsatisfied(span, now, city)
    return {
        "counts": {key: found[key] for key in FIGURES},
        PENDING: whole[PENDING],
        OVERDUE: whole[OVERDUE],
        "offices": [[office, each[OVERDUE], each[PENDING] + each[OVERDUE]] for office, each in worst[:10]],
        "late": [[thread, office, due.isoformat()] for thread, office, due in _late(now, city)],
        "unsatisfied_number": len(bad),
        "unsatisfied": bad[:MOST_ROWS],
    }


def _finished(today: date) -> list[tuple[str, Span]]:
    yesterday = today - timedelta(days=1)
    sunday = today - timedelta(days=today.isoweekday())
    return [(DAY, Span(yesterday, yesterday)), (WEEK, week_to(sunday))]


def _is_missing(kind: str, span: Span, city: City) -> bool:
    """Whether the site was there in the last of the days, and there is no brief of them."""
    first = Entry.select(Entry.at).order_by(Entry.id).limit(1).scalar()
    if first is None or city.day(first) > span.last:
        return False
    return not HotCount.select().where(HotCount.kind == kind, HotCount.last == span.last).exists()


def _late(now: datetime, city: City) -> list[tuple[int, int, datetime]]:
    rows = base_query(OVERDUE, now, city.timezone).select(Thread.id, Thread.department, Thread.next_due_at)
    return list(rows.order_by(Thread.next_due_at, Thread.id).limit(MOST_ROWS).tuples())


def _unsatisfied(span: Span, now: datetime, city: City) -> list[list[Any]]:
    """[thread, department, grade, whether it was solved] of the last ratings of the span that are bad."""
    begin, end = midnight(span.first, city.timezone), midnight(span.last + timedelta(days=1), city.timezone)
    columns = (Rating.thread, Rating.department, Rating.grade, Rating.solved)
    rows = base_query(UNSATISFIED, now, city.timezone).select(*columns)
    within = rows.where(Rating.created_at >= begin, Rating.created_at < end)
    return [list(row) for row in within.order_by(Rating.id).tuples()]

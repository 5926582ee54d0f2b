"""The state of cases, departments and calendar after an entry of the log, replayed from the changes that its entries recorded.

The tables as they are now are not read, except for the commits of the log itself (`recorded_row`, `entry`).
"""

from collections import defaultdict
from collections.abc import Container, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from boards.clocks.calendar import Day, WorkingCalendar
from boards.queries.parts.current_city import day_of
from boards.readers.case_facts import MARKS
from boards.rules.figures.measures import CaseFacts, ClockFacts, RatingFacts
from boards.rules.status import PostKind
from forum.deeds import Deed
from forum.store import db
from moderation.assessments.document import Office, Period
from moderation.ledger.audit.checks.row_history import Expected
from moderation.ledger.audit.inside.recorded import expected_rows, key_ranges

ROWS = 1000  # rows in one statement
SEALED = "SELECT post_id FROM entry WHERE deed = %s AND id <= %s AND post_id IS NOT NULL"
Values = dict[str, Any]


def facts_after(period: Period) -> Iterator[CaseFacts]:
    """The CaseFacts of the threads of the period, as the period's last entry left them."""
    zone = ZoneInfo(period.timezone)
    threads = {
        key: row
        for key, row in _rows("thread", period.last_entry)
        if period.first <= _at(row["created_at"]).astimezone(zone).date() <= period.last
    }
    clocks, ratings, own = (_by_thread(table, period.last_entry, threads) for table in TABLES)
    marks = _marks(period.last_entry, threads)
    for thread, row in sorted(threads.items()):
        yield CaseFacts(
            thread=thread,
            category=0,  # departments are not counted by category
            day=_at(row["created_at"]).astimezone(zone).date(),
            asked_at=_at(row["created_at"]),
            kind=row.get("kind") or "",
            channel=row["channel"],
            status=row.get("status"),
            disposition=row.get("disposition"),
            department=row.get("department_id"),
            due_at=_moment(row, "next_due_at"),
            clocks=tuple(_clock(each) for each in clocks[thread]),
            rating=_rating(ratings[thread]),
            own=frozenset(each["department_id"] for each in own[thread]),
            followed_up=PostKind.FOLLOW_UP in marks[thread],
            transferred=PostKind.TRANSFER in marks[thread],
            sealed=None in marks[thread],
        )


TABLES = ("clock", "rating", "own_question")


def offices_after(entry: int) -> list[Office]:
    """Every department as the log's `entry` left it."""
    return [
        Office(key, row["slug"], row["name"], row["level"], row.get("position", 0))
        for key, row in _rows("department", entry)
    ]


def calendar_after(entry: int, published: dict[date, Day]) -> WorkingCalendar:
    """The `published` calendar with the days and years imported up to the log's `entry`."""
    days = {_date(key): row for key, row in _rows("calendar_day", entry)}
    overrides = {day: day_of(day, row["working"], row.get("name", "")) for day, row in days.items()}
    return WorkingCalendar(published, overrides, frozenset(key for key, _ in _rows("calendar_year", entry)))


def _rows(table: str, entry: int) -> Iterator[tuple[int, Values]]:
    """(key, values) of each row of a proved table, in the order of the keys."""
    for key, row in _expected(table, entry):
        yield key, row.public | row.private


def _expected(table: str, entry: int) -> Iterator[tuple[int, Expected]]:
    for first, last in key_ranges(table, ROWS):
        yield from sorted(expected_rows(table, first, last, entry).items())


def _by_thread(table: str, entry: int, threads: Container[int]) -> defaultdict[int, list[Values]]:
    found: defaultdict[int, list[Values]] = defaultdict(list)
    for _, row in _rows(table, entry):
        if row["thread_id"] in threads:
            found[row["thread_id"]].append(row)
    return found


def _marks(entry: int, threads: Container[int]) -> defaultdict[int, set[str | None]]:
    """What boards.readers.case_facts reads of posts: the kinds of MARKS that were written in each thread; None for a sealed post."""
    sealed = {post for (post,) in db.raw(SEALED, (Deed.SEAL.value, entry)).fetchall()}
    found: defaultdict[int, set[str | None]] = defaultdict(set)
    for post, row in _rows("post", entry):
        if row["thread_id"] in threads and (post in sealed or row["kind"] in MARKS):
            found[row["thread_id"]].add(None if post in sealed else row["kind"])
    return found


def _clock(row: Values) -> ClockFacts:
    return ClockFacts(
        department=row["department_id"],
        kind=row["kind"],
        opened_at=_at(row["opened_at"]),
        due_at=_at(row["due_at"]),
        met_at=_moment(row, "met_at"),
        met_by=row.get("met_by"),
        outcome=row.get("outcome"),
    )


def _rating(rows: list[Values]) -> RatingFacts | None:
    """The last rating, since it may be changed once."""
    if not rows:
        return None
    last = max(rows, key=lambda row: int(row["number"]))
    return RatingFacts(last["department_id"], last["grade"], last.get("solved"))


def _moment(row: Values, column: str) -> datetime | None:
    return _at(row[column]) if row.get(column) else None


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _date(key: int) -> date:
    return date(key // 10000, key // 100 % 100, key % 100)

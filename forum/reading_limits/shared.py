"""Where the uses of requests that write nothing are counted: for all nodes together in PostgreSQL, with SQLite by each process.

Decision: docs/decisions/0016-no-other-store.md.
"""

from datetime import UTC, datetime, timedelta

import peewee

from forum.accounts import limits
from forum.accounts.limits import LIMITS, Counter, InMemory, Subject
from forum.reading_limits.models import RecentUse
from forum.store import db

CLEANED = 500  # uses of a process after which it deletes what counts no longer

# One statement, so that requests that come at once never exceed a limit together, and outside the writers' turns.
TAKE = """
INSERT INTO recent_use AS known (subject, times, until) VALUES (%(subject)s, %(now)s::bigint::text, %(until)s)
ON CONFLICT (subject) DO UPDATE SET until = greatest(known.until, excluded.until), times = array_to_string(
    ARRAY(SELECT at FROM unnest(string_to_array(known.times, ' ')::bigint[]) AS at WHERE at > %(after)s AND at < %(until)s)
    || %(now)s::bigint, ' ')
WHERE (SELECT count(*) FROM unnest(string_to_array(known.times, ' ')::bigint[]) AS at WHERE at > %(after)s AND at < %(until)s)
    < %(most)s
RETURNING 1
"""


class Shared:
    """Counts in a table of PostgreSQL that is no part of its journal: a crash of the server forgets what was counted.

    Where the database takes no writes each process counts its own.
    """

    def __init__(self) -> None:
        self._alone, self._taken = InMemory(), 0

    def take(self, kind: str, subject: Subject, now: datetime) -> None:
        """Count one use; raises TooMany."""
        most, within = LIMITS[kind]
        key = f"{kind} {subject}"[:120]
        values = {"subject": key, "now": _number(now), "after": _number(now - within), "until": _number(now + within)}
        try:
            taken = db.database.execute_sql(TAKE, {**values, "most": most}).fetchone()
            self._clean(now)
        except (peewee.OperationalError, peewee.InternalError):
            self._alone.take(kind, subject, now)
        else:
            if not taken:
                limits.refuse(kind, _times(key, now - within, now + within), now)

    def _clean(self, now: datetime) -> None:
        self._taken += 1
        if self._taken % CLEANED == 0:
            RecentUse.delete().where(RecentUse.until < _number(now)).execute()


def counter_of_reads() -> Counter:
    """The Counter for the database that the process is connected to."""
    return InMemory() if db.is_sqlite() else Shared()


def _times(key: str, after: datetime, before: datetime) -> list[datetime]:
    """The uses that count, the newest first."""
    known = RecentUse.get_or_none(RecentUse.subject == key)
    times = sorted(map(int, known.times.split()), reverse=True) if known else []
    return [_moment(each) for each in times if _number(after) < each < _number(before)]


def _number(at: datetime) -> int:
    """Microseconds since 1970."""
    return round(at.timestamp() * 1_000_000)


def _moment(number: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number)

"""When what pages show of running clocks changes next, without any deed."""

from datetime import datetime, timedelta
from typing import Any, cast

from boards.clocks.city import City
from forum.store import db

BEFORE = timedelta(microseconds=1)  # a clock is overdue just after its due time, and warns from its warning time on
FIRST_DUE = "(SELECT MIN(due_at) FROM clock WHERE met_at IS NULL AND due_at > %s)"


def next_turn(city: City, now: datetime) -> datetime | None:
    """The next moment from `now` on at which a running clock becomes overdue, or its warning begins; None when none does."""
    ahead = (-BEFORE, *sorted(city.policy.warnings))
    after = [db.INSTANT.db_value(now + span) for span in ahead]
    (dues,) = db.raw(f"SELECT {', '.join([FIRST_DUE] * len(ahead))}", after).fetchall()
    turns = (_instant(due) - max(span, timedelta()) for due, span in zip(dues, ahead, strict=True) if due)
    return min(turns, default=None)


def _instant(stored: Any) -> datetime:
    return cast(datetime, db.INSTANT.python_value(stored))

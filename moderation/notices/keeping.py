"""The worker's part of the ladder: says when a clock has run out, issues what the policy leaves to the program, and closes."""

from datetime import datetime

from boards.clocks.city import City
from boards.clocks.notices import closing_by_itself
from boards.clocks.policy import Issuing
from boards.models.threads import PUBLIC, Clock, Department, Thread
from boards.queries.parts.current_city import CurrentCity
from forum.problems import Conflict
from forum.roles import SYSTEM
from forum.store import db
from forum.store.log import Deed, record
from forum.store.readers import Cursor
from forum.store.worker import Upkeep
from moderation.notices.actions import close_for, issue
from moderation.notices.models import Notice
from moderation.notices.proposals import due_notices

BATCH = 100  # notices or clocks in one step
OVERDUE = "overdue"  # the cursor up to which clocks that ran out have been recorded


class NoticeKeeper(Upkeep):
    """Runs in the worker: keeps the ladder of notices."""

    name = "notices"

    def __init__(self, current_city: CurrentCity) -> None:
        self.current_city = current_city

    def work(self, now: datetime) -> int:
        """One step; returns how many notices and clocks it dealt with."""
        return keep_notices(self.current_city.refresh(now), now)


def keep_notices(city: City, now: datetime) -> int:
    """Close, record and issue at most BATCH of each; returns how many there were. Safe to run in several processes at once."""
    return close_finished(now) + record_overdue(now) + issue_automatic(city, now)


def close_finished(now: datetime) -> int:
    """Close the notices whose clock has ended or is due at another time; returns how many."""
    changed = Clock.met_at.is_null(False) | (Clock.due_at != Notice.clock_due_at)
    rows = Notice.select(Notice, Clock).join(Clock).where(Notice.closed_at.is_null(), changed)
    return sum(_closed(notice, now) for notice in rows.order_by(Notice.id).limit(BATCH))


def record_overdue(now: datetime) -> int:
    """Record the running clocks that became overdue since the last call; returns how many. The first call only begins."""
    cursor = Cursor.get_or_none(Cursor.name == OVERDUE)
    if cursor is None or not _ran_out(cursor.moved_at, now).exists():
        return 0 if cursor else _begin(now)
    with db.write():
        cursor = Cursor.get(Cursor.name == OVERDUE)  # again: another worker may have been quicker
        clocks = list(_ran_out(cursor.moved_at, now).order_by(Clock.due_at, Clock.id))
        for clock in clocks:
            _record_overdue(clock, now)
        Cursor.update(moved_at=max(now, cursor.moved_at)).where(Cursor.name == OVERDUE).execute()
    return len(clocks)


def issue_automatic(city: City, now: datetime) -> int:
    """Issue the notices that the policy leaves to the program; returns how many."""
    kinds = [kind for kind, who in city.policy.notices.items() if who is Issuing.AUTOMATIC]
    due = [proposal for kind in kinds for proposal in due_notices(kind, now, city.policy, BATCH)]
    return sum(_issued(proposal, city, now) for proposal in due)


def _closed(notice, now):
    clock = notice.clock
    closing = closing_by_itself(clock.kind, clock.met_by, clock.due_at, notice.clock_due_at)
    if closing is None:
        return False
    try:
        with db.write():
            close_for(notice, closing, now=now)
    except Conflict:  # a supervisor, or another worker, closed it meanwhile
        return False
    return True


def _begin(now):
    with db.write():
        Cursor.insert(name=OVERDUE, moved_at=now).on_conflict_ignore().execute()
    return 0


def _ran_out(since, now):
    passed = (Clock.due_at >= since, Clock.due_at < now, Clock.met_at.is_null(), PUBLIC)
    return Clock.select(Clock, Department).join(Thread).join_from(Clock, Department).where(*passed)


def _record_overdue(clock, now):
    facts = {"kind": clock.kind, "due": clock.due_at.isoformat(), "name": clock.department.short}
    subject = ("clock", clock.id)
    record(Deed.CLOCK_OVERDUE, subject, actor=SYSTEM, now=now, thread=clock.thread_id, to=clock.department_id, **facts)


def _issued(proposal, city, now):
    try:
        issue(proposal.kind, proposal.clock.id, now=now, city=city)
    except Conflict:  # the department was quicker, or another worker
        return False
    return True

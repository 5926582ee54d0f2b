"""The worker's part: counts what rose in the last seven days again when something has happened, every ten minutes at most."""

from datetime import datetime, timedelta

from boards.clocks.city import City
from boards.queries.parts.current_city import CurrentCity
from forum.store import db, log
from forum.store.readers import Cursor
from forum.store.worker import Upkeep
from moderation.supervision.hot import reading
from moderation.supervision.hot.counting import NOW, count
from moderation.supervision.hot.finding import CouldBeName
from moderation.supervision.hot.models import HotCount
from moderation.supervision.hot.rules import week_to

EVERY = timedelta(minutes=10)
MOST_BEHIND = 500  # entries; while more are still to be read, as on the first start, nothing is counted


class HotKeeper(Upkeep):
    """Runs in the worker beside the readers of the log; what it counted last is in the database, so any process may do it."""

    name = "hot topics"

    def __init__(self, current_city: CurrentCity, could_be_a_name: CouldBeName) -> None:
        self.current_city, self.could_be_a_name = current_city, could_be_a_name

    def work(self, now: datetime) -> int:
        """Count, if it is time; returns how many counts were made."""
        return keep_hot_topics(self.current_city.refresh(now), now, self.could_be_a_name)


def keep_hot_topics(city: City, now: datetime, could_be_a_name: CouldBeName) -> int:
    """Count what rose in the last seven days if that is due at `now`; returns how many counts were made."""
    if not _is_due(city, now):
        return 0
    with db.write():
        reading.forget(city.day(now) - reading.KEPT)
    count(NOW, week_to(city.day(now)), now, could_be_a_name)
    return 1


def is_read() -> bool:
    """Whether the reader of the words is near the end of the log."""
    read = Cursor.select(Cursor.position).where(Cursor.name == reading.NAME).scalar() or 0
    newest = log.last_entry_number()
    return bool(newest and read >= newest - MOST_BEHIND)


def _is_due(city: City, now: datetime) -> bool:
    """Whether there is no count of today, or an old one and something happened since."""
    if not is_read():
        return False
    row = HotCount.get_or_none(HotCount.kind == NOW)
    if row is None or row.last != city.day(now):
        return True
    return bool(row.position < log.last_entry_number() and not row.counted_at <= now < row.counted_at + EVERY)

"""The addresses of the sitemap, read by keyset, so that a part takes the same memory however many threads there are."""

from collections.abc import Iterator
from datetime import datetime

from boards.models.threads import VISIBLE, Board, Department, Thread
from forum.store.db import composed

# Addresses of a part: 50,000 at most (sitemaps.org), here what takes some hundredths of a second. A part is a range of ids, so its
# threads never change places.
PART = 10_000
CHUNK = 2_000  # threads read by one statement

PAGES = tuple(
    "/ /boards /threads /departments /statistics /hot /topics /notices /assessments /moderation/log /ledger /orders"
    " /about /about/privacy /about/accessibility".split()
)


def part_count() -> int:
    """How many parts with threads there are."""
    newest = Thread.select(Thread.id).order_by(Thread.id.desc()).limit(1).scalar() or 0
    return -(-newest // PART)


def thread_addresses(part: int) -> Iterator[tuple[str, datetime]]:
    """(path, time of the last post) of the threads of a part that everybody may see; parts count from 1."""
    last, end = (part - 1) * PART, part * PART
    while rows := _threads(last, end):
        yield from ((f"/threads/{thread}", at) for thread, at in rows)
        last = rows[-1][0]


def place_addresses() -> Iterator[tuple[str, datetime | None]]:
    """(path, time of the last post or None) of the fixed pages, boards and departments."""
    yield from ((path, None) for path in PAGES)
    boards = Board.select(Board.slug, Board.last_at).order_by(Board.id).tuples()
    yield from ((f"/boards/{slug}", at) for slug, at in boards)
    offices = Department.select(Department.slug).where(Department.active).order_by(Department.id).tuples()
    yield from ((f"/departments/{slug}", None) for (slug,) in offices)


@composed
def _threads(last, end):
    rows = Thread.select(Thread.id, Thread.last_at).where(Thread.id > last, Thread.id <= end, VISIBLE)
    return rows.order_by(Thread.id).limit(CHUNK).tuples()

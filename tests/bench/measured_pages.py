"""The pages that `make bench` measures, of a city that tests/bench/city built."""

from dataclasses import dataclass
from urllib.parse import quote

from city.plan import GREAT, SIZES, Plan
from city.structure import BUSIEST

from boards.models.threads import Board, Thread
from boards.queries.lists.board_filters import CURSORS
from boards.rules.floors import page_count
from forum.store import db

FULL = len(SIZES) + 1  # the first small thread of 20 floors; every 20th after it has as many


@dataclass(frozen=True)
class Page:
    """A page by name; `others` are pages of the same form for a member who has read none of them."""

    name: str
    path: str
    others: tuple[str, ...] = ()


def pages_of(settings, posts):
    """The Pages of a city of so many posts."""
    plan = Plan(posts)
    last = page_count(plan.great)
    board = f"/boards/{BUSIEST}"
    full = tuple(f"/threads/{FULL + len(SIZES) * number}" for number in range(plan.threads // len(SIZES)))
    return [
        Page("front", "/"),
        Page("board of half of all threads", board),
        Page("the same from its middle on", f"{board}?before={_middle(settings, plan)}"),
        Page("the same, closed ones", f"{board}?status=closed"),
        Page("the same, unaccepted ones", f"{board}?status=unaccepted"),
        Page("the same, complaints", f"{board}?kind=complaint"),
        Page("the same, closed complaints", f"{board}?status=closed&kind=complaint"),
        Page("the same, most supported", f"{board}?sort=supports"),
        Page("thread of 20 floors", full[len(full) // 2], full),
        Page("great thread, first page", f"/threads/{GREAT}"),
        Page("great thread, middle page", f"/threads/{GREAT}?page={last // 2}"),
        Page("great thread, last page", f"/threads/{GREAT}?page={last}"),
        Page("great thread, a floor's address", f"/threads/{GREAT}/floors/{plan.great // 2}"),
        Page("great thread, its asker only", f"/threads/{GREAT}?only=1"),
        Page("all threads", "/threads"),
        Page("department", f"/departments/{BUSIEST}"),
        Page("departments", "/departments"),
        Page("statistics", "/statistics"),
    ]


def words_of(settings):
    """Addresses of searches for two Chinese characters that occur, each another."""
    db.connect(settings.database)
    with db.connection():
        titles = [title for (title,) in Thread.select(Thread.title).where(Thread.id < 2000).tuples()]
    db.database.close_all()
    words = dict.fromkeys(title[at : at + 2] for title in titles for at in (0, 4, 8))
    return [f"/search?q={quote(word)}" for word in words if len(word) == 2]


def _middle(settings, plan):
    """The cursor of the list of the busiest board half way down."""
    db.connect(settings.database)
    with db.connection():
        board = Board.get(Board.slug == BUSIEST)
        near = Thread.select().where(Thread.board == board, Thread.id > plan.threads // 2).order_by(Thread.id).first()
        cursor = CURSORS["latest"].encode(near.last_at, near.id)
    db.database.close_all()
    return quote(cursor)

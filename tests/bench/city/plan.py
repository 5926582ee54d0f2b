"""How large a city is, and where each of its rows stands: everything follows from the number of posts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BOARDS = 200
BEGIN, END = datetime(2016, 1, 4, 1, tzinfo=UTC), datetime(2026, 11, 18, 10, tzinfo=UTC)
QUIET = timedelta(days=10)  # between the last question and END, for the answers
SIZES = (1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 8, 13, 20)  # posts of twenty threads, again and again
GREAT = 1  # the number of the thread that holds a tenth of the posts
RUNNING = 200  # one thread in so many is still open


@dataclass(frozen=True)
class Plan:
    """`posts` in all, a multiple of 1,000: a tenth of them in one thread, the others in threads of 1 to 20."""

    posts: int

    def __post_init__(self):
        if self.posts % 1000 or self.posts < 2000:
            raise ValueError("posts: a multiple of 1,000 from 2,000")

    @property
    def threads(self) -> int:
        """All threads; their numbers are 1 to this."""
        return 1 + self.posts // 100 * 20

    @property
    def great(self) -> int:
        """Posts of the thread GREAT."""
        return self.posts // 10

    @property
    def netizens(self) -> int:
        """Accounts of citizens."""
        return self.posts // 50

    @property
    def first_running(self) -> int:
        """The first thread that is still open."""
        return self.threads - max(self.threads // RUNNING, 10)

    @property
    def apart(self) -> int:
        """Milliseconds between two questions."""
        return int((END - QUIET - BEGIN).total_seconds() * 1000) // self.threads


def floors() -> list[tuple[int, int, int]]:
    """(place of the thread among twenty, its floor, how many posts stand before it in the twenty) of each small thread's posts."""
    rows, before = [], 0
    for slot, size in enumerate(SIZES):
        rows += [(slot, floor, before + floor - 1) for floor in range(1, size + 1)]
        before += size
    return rows

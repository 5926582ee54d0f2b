"""How writers take turns on one SQLite file, so that nobody waits long while the worker catches up.

SQLite's own busy handler sleeps up to 100 ms between two tries, and is passed over by a process that writes one transaction after
the other: sign-ins waited for seconds. Here a waiting writer tries again within milliseconds, and the worker, which
`gives_way`, rests after each transaction for longer than that.
"""

import random
import time

PATIENCE = 10.0  # seconds until a writer gives up
FIRST, LONGEST = 0.001, 0.008  # seconds between two tries
REST = 0.01  # seconds in which a process that gives way does not write

_giving_way = False


class Waiting:
    """The busy handler of one connection (sqlite3_busy_handler): called after each try, it says whether to try again."""

    until = 0.0

    def __call__(self, tries: int) -> bool:
        now = time.monotonic()
        if not tries:
            self.until = now + PATIENCE
        if now > self.until:
            return False
        pause = min(FIRST * 1.5 ** min(tries, 10), LONGEST)
        time.sleep(random.uniform(pause / 2, pause))
        return True


def give_way() -> None:
    """Have this process rest after each of its transactions, for those who wait; called by the worker."""
    global _giving_way  # noqa: PLW0603
    _giving_way = True


def rest() -> None:
    """Called after each transaction that wrote; rests in a process that gives way."""
    if _giving_way:
        time.sleep(REST)

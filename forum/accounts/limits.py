"""The rate limits: one table, and the places in which uses are counted (a fourth in forum.reading_limits.shared).

`enforce_limit` counts one use and raises TooMany once a limit is reached. Where it guards a write it counts inside that
write's transaction: writers take turns, so requests that come at the same time never exceed a limit together.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

import peewee

from forum.accounts.models import Attempt
from forum.problems import TooMany
from forum.store import db

# kind -> (how many, within how long)
LIMITS = {
    # Wrong guesses by clients that the account does not know (forum.accounts.guesses): at one account from anywhere,
    # and from one network at any account.
    "login-account": (30, timedelta(hours=1)),
    "login-network": (60, timedelta(minutes=15)),
    "step-up": (10, timedelta(minutes=15)),  # wrong guesses of somebody who is signed in
    "register-address": (20, timedelta(hours=1)),
    "report": (30, timedelta(hours=1)),
    "kept-address": (60, timedelta(hours=1)),  # forms kept for people who must sign in first
    "mail": (5, timedelta(hours=1)),  # letters with a code that one account asks for
    "identity-code": (10, timedelta(minutes=15)),  # codes of other channels that one account gives back
    "export": (5, timedelta(days=1)),  # downloads of one account's own data
    "recovery-mail": (3, timedelta(hours=1)),  # letters about a lost password to one account, whoever asks for them
    "recovery-network": (20, timedelta(hours=1)),  # requests for them from one network
    "mail-answer": (3, timedelta(days=1)),  # letters that answer those of one address
    "mail-answers": (200, timedelta(hours=1)),  # letters that answer those of anybody
    "order-refused": (20, timedelta(hours=1)),
    "post": (30, timedelta(minutes=10)),
    "question": (10, timedelta(hours=1)),
    "contact": (30, timedelta(hours=1)),  # private messages of one account
    "contact-thread": (40, timedelta(days=1)),  # private messages about one case, of both sides
    "open311": (120, timedelta(hours=1)),  # questions that one app sends by Open311
    "open311-key": (60, timedelta(minutes=15)),  # wrong keys from one network
    "location": (20, timedelta(hours=1)),  # changes of where a question's matter is
    "simulated": (60, timedelta(minutes=1)),  # messages typed on the simulator's page from one address
    "move-car": (5, timedelta(days=1)),  # requests of one account, or of one caller
    "move-car-plate": (6, timedelta(days=1)),  # requests about one plate
    "move-car-owner": (6, timedelta(days=1)),  # requests about which one owner is written to
    "sms-minute": (1, timedelta(minutes=1)),  # messages by SMS to one number; docs/sms.md
    "sms-hour": (5, timedelta(hours=1)),
    "sms-day": (20, timedelta(days=1)),
    "voice-minute": (1, timedelta(minutes=1)),  # calls to one number
    "voice-hour": (5, timedelta(hours=1)),
    "voice-day": (20, timedelta(days=1)),
    "refused-callback": (30, timedelta(minutes=1)),  # callbacks that are no channel's, as far as they are noted
    "nearby": (60, timedelta(minutes=1)),  # lists of what is near a position
    "card": (60, timedelta(minutes=1)),  # share cards that are drawn for one address
    "draft": (200, timedelta(minutes=10)),  # saves of drafts, which a script repeats during writing
    "preview": (120, timedelta(minutes=1)),  # texts shown as they will look
    "names": (120, timedelta(minutes=1)),  # looks for names while a mention is typed
    "similar": (60, timedelta(minutes=1)),  # looks for similar questions while a title is typed
}

Subject = int | str | None  # what is limited: a login name, an account, an IP address (None when there is none)

KEPT = timedelta(days=1)  # how long a row of `attempt` is kept; no limit and no delay looks further back
KNOWN = 10_000  # subjects that an InMemory counts before it drops those without recent uses


class Counter(Protocol):
    """Where the uses of one kind are counted."""

    def take(self, kind: str, subject: Subject, now: datetime) -> None:
        """Count one use; raises TooMany."""


def enforce_limit(
    kind: str, subject: Subject, now: datetime, enabled: bool = True, counter: Counter | None = None
) -> None:
    """Count one use of `kind` by `subject`.

    Raises TooMany, with the seconds to wait, once the limit is reached. `counter` is an Attempts unless one is given.
    """
    if enabled:
        (counter or ATTEMPTS).take(kind, subject, now)


class Attempts:
    """Counts uses that write no row of their own: each use, successful or not, is a row of `attempt`."""

    def take(self, kind: str, subject: Subject, now: datetime) -> None:
        self.count(kind, subject, now)

    def count(self, kind: str, subject: Subject, now: datetime) -> int:
        """Count one use and return its number, by which it can be taken back; raises TooMany."""
        self.check(kind, subject, now)  # without the write lock, so that refused requests don't delay writers
        with db.write():
            self.check(kind, subject, now)
            Attempt.delete().where(Attempt.at < now - KEPT).execute()
            return int(Attempt.insert(kind=kind, subject=str(subject)[:80], at=now).execute())

    def check(self, kind: str, subject: Subject, now: datetime) -> None:
        """Raises TooMany when no further use would be counted."""
        mine = (Attempt.kind == kind) & (Attempt.subject == str(subject)[:80])
        refuse(kind, _newest(kind, Attempt.at, mine, now), now)

    def take_back(self, *numbers: int) -> None:
        """Count these uses no longer."""
        with db.write():
            Attempt.delete().where(Attempt.id.in_(numbers)).execute()


class Rows:
    """Counts the limited rows by their `owner` and `at` columns; call `take` in the transaction that adds one."""

    def __init__(self, owner: peewee.Field, at: peewee.Field) -> None:
        self._owner, self._at = owner, at

    def take(self, kind: str, subject: Subject, now: datetime) -> None:
        self.count(kind, subject, now)

    def count(self, kind: str, subject: Subject, now: datetime) -> int:
        """How many rows the limit counts before the one that is to be added; raises TooMany."""
        if not db.database.in_transaction():
            raise RuntimeError(f"the limit {kind} is counted inside the write that it guards")
        times = _newest(kind, self._at, self._owner == subject, now)
        refuse(kind, times, now)
        return len(times)


class InMemory:
    """Counts in this process' memory, for requests that take time and write nothing."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, Subject], list[datetime]] = {}
        self._lock = Lock()

    def take(self, kind: str, subject: Subject, now: datetime) -> None:
        with self._lock:
            times = [at for at in self._taken.get((kind, subject), ()) if _counts(kind, at, now)]
            refuse(kind, sorted(times, reverse=True), now)
            self._forget(now)
            self._taken[kind, subject] = [*times, now]

    def _forget(self, now: datetime) -> None:
        if len(self._taken) >= KNOWN:
            known = self._taken.items()
            self._taken = {key: times for key, times in known if any(_counts(key[0], at, now) for at in times)}


ATTEMPTS = Attempts()


def refuse(kind: str, times: Sequence[datetime], now: datetime) -> None:
    """Raises TooMany when `times`, the newest first, reach the limit."""
    most, within = LIMITS[kind]
    if len(times) >= most:
        raise TooMany(retry_after=max(1, int((times[most - 1] + within - now).total_seconds())))


def _newest(kind: str, column: peewee.Field, mine: peewee.Expression, now: datetime) -> list[datetime]:
    most, within = LIMITS[kind]
    recent = column.model.select(column).where(mine, column > now - within, column < now + within)
    return [at for (at,) in recent.order_by(column.desc()).limit(most).tuples()]


def _counts(kind: str, at: datetime, now: datetime) -> bool:
    """Whether a use at `at` counts at `now`; so does one after `now`, since a later request may be served first."""
    _, within = LIMITS[kind]
    return now - within < at < now + within

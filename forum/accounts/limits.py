"""How often something may be tried: counted in the database, so that every web process counts together."""

from datetime import timedelta

from forum import db
from forum.accounts.models import Attempt
from forum.problems import TooMany

# (kind of attempt) -> (how many, within how long)
LIMITS = {
    "login": (10, timedelta(minutes=15)),
    "login-address": (60, timedelta(minutes=15)),
    "register-address": (20, timedelta(hours=1)),
    "second-factor": (8, timedelta(minutes=15)),
    "password": (10, timedelta(minutes=15)),
    "report": (30, timedelta(hours=1)),
    "order-refused": (20, timedelta(hours=1)),
}

KNOWN = 10_000  # subjects of which a Pace keeps count before it forgets those who have waited long enough


def spend(kind, subject, now, enabled=True):
    """Count one attempt; raises TooMany, with the seconds to wait, once the limit is reached."""
    if not enabled:
        return
    most, within = LIMITS[kind]
    recent = Attempt.select(Attempt.at).where(
        Attempt.kind == kind, Attempt.subject == subject[:80], Attempt.at > now - within, Attempt.at <= now
    )
    times = [at for (at,) in recent.order_by(Attempt.at.desc()).limit(most).tuples()]
    if len(times) >= most:
        raise TooMany(retry_after=max(1, int((times[-1] + within - now).total_seconds())))
    with db.write():
        Attempt.insert(kind=kind, subject=subject[:80], at=now).execute()


def forgive(kind, subject):
    """Forget the attempts of a subject that has succeeded."""
    with db.write():
        Attempt.delete().where(Attempt.kind == kind, Attempt.subject == subject[:80]).execute()


class Pace:
    """How often somebody may have what costs time and changes nothing: counted in this process, since nothing is to be written for it."""

    def __init__(self, most, within):
        self._most, self._within, self._taken = most, within, {}

    def take(self, subject, now, enabled=True):
        """Count one; raises TooMany, with the seconds to wait, once the limit is reached."""
        if not enabled:
            return
        times = [at for at in self._taken.get(subject, ()) if now - self._within < at <= now]
        if len(times) >= self._most:
            raise TooMany(retry_after=max(1, int((times[0] + self._within - now).total_seconds())))
        self._forget(now)
        self._taken[subject] = [*times, now]

    def _forget(self, now):
        if len(self._taken) >= KNOWN:
            self._taken = {subject: times for subject, times in list(self._taken.items()) if now - self._within < times[-1] <= now}

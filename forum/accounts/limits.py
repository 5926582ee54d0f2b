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

"""Where an account is signed in: its sessions with a coarse browser, network and day, and ending them.

What is kept says roughly which device it is and no more; it is erased when the session ends, and with it what it showed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import peewee

from forum.accounts.models import NOWHERE, Session
from forum.messages import M
from forum.problems import NotFound
from forum.roles import Actor
from forum.store import db

MOST = 100  # sessions shown; of more the newest


@dataclass(frozen=True)
class Device:
    """One session: `browser` and `network` are None where they are not known, `seen_on` is the local day of its last use."""

    number: int
    browser: str | None
    network: str | None
    since: datetime
    until: datetime
    seen_on: date | None
    current: bool


def devices(actor: Actor, now: datetime) -> tuple[Device, ...]:
    """The sessions of the actor that have not ended, this one first, then the newest."""
    rows = _open(actor, now).order_by(Session.id.desc()).limit(MOST)
    found = [
        Device(row.id, row.browser, row.network, row.created_at, row.expires_at, row.seen_on, row.id == actor.session)
        for row in rows
    ]
    return tuple(sorted(found, key=lambda device: not device.current))


def end_session(actor: Actor, number: int, *, now: datetime) -> None:
    """End one of the actor's own sessions; raises NotFound for one that is not his, or has ended."""
    with db.write():
        if not _end(Session.id == number, actor, now):
            raise NotFound(M("没有这个登录，或者它已经退出。"))


def end_other_sessions(actor: Actor, *, now: datetime) -> int:
    """End all sessions of the actor but this one; returns how many."""
    with db.write():
        return _end(Session.id != actor.session, actor, now)


def write_seen(days: Mapping[int, date]) -> None:
    """Keep for {session: day} on which day it was last used, with a connection of its own."""
    with db.connection(), db.write():
        for day in set(days.values()):
            numbers = [number for number, seen in days.items() if seen == day]
            for some in peewee.chunked(numbers, 500):
                Session.update(seen_on=day).where(Session.id.in_(list(some)), Session.ended_at.is_null()).execute()


def _open(actor: Actor, now: datetime) -> peewee.ModelSelect:
    return Session.select().where(
        Session.account == actor.account, Session.ended_at.is_null(), Session.expires_at > now
    )


def _end(which: object, actor: Actor, now: datetime) -> int:
    ending = Session.update(ended_at=now, **NOWHERE).where(Session.account == actor.account, which)
    return int(ending.where(Session.ended_at.is_null()).execute())

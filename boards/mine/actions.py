"""Watching boards and departments, and marking threads of a list as read. Private, so the log has no entry for it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from boards.actions.posts.reading import keep_positions
from boards.models.notifications import PlaceWatch
from boards.models.threads import Board, Department, Thread
from boards.rules import access
from forum.messages import M
from forum.problems import Conflict, Unauthorized
from forum.roles import Actor
from forum.store import db

MOST_PLACES = 200  # boards and departments that one account watches

Place = Board | Department
Mark = tuple[int, int, int]  # thread, floor, entry


def watch_place(place: Place, *, actor: Actor, now: datetime) -> bool:
    """Watch a board or a department; returns whether that is a change. Raises Unauthorized, and Conflict beyond MOST_PLACES."""
    own = _own(actor)
    with db.write():
        if PlaceWatch.select().where(own, _of(place)).exists():
            return False
        if PlaceWatch.select().where(own).count() >= MOST_PLACES:
            raise Conflict(M("最多关注 %(n)s 个版块和部门，请先取消几个。", n=MOST_PLACES))
        named = {"board" if isinstance(place, Board) else "department": place.id}
        PlaceWatch.insert(account=actor.account, since=now, **named).execute()
    return True


def unwatch_place(place: Place, *, actor: Actor) -> bool:
    """Stop watching a board or a department; returns whether that is a change. Raises Unauthorized."""
    own = _own(actor)
    with db.write():
        return bool(PlaceWatch.delete().where(own, _of(place)).execute())


def mark_all_read(marks: Iterable[Mark], *, actor: Actor, now: datetime) -> int:
    """Keep for each thread of `marks` that the actor saw it as far as that; returns how many. Threads that he may not see don't count.

    Raises Unauthorized.
    """
    _own(actor)
    wanted = {thread: (floor, entry) for thread, floor, entry in marks}
    rows = Thread.select(Thread.id, Thread.floors, Thread.public, Thread.author, Thread.channel)
    seen = [
        (row.id, min(wanted[row.id][0], row.floors), wanted[row.id][1])
        for row in rows.where(Thread.id.in_(list(wanted)))
        if access.may_see_thread(actor, row.public, row.author_id, row.channel)
    ]
    keep_positions(seen, actor, now)
    return len(seen)


def _own(actor: Actor) -> Any:
    if not actor.signed_in:
        raise Unauthorized()
    return PlaceWatch.account == actor.account


def _of(place: Place) -> Any:
    return (PlaceWatch.board if isinstance(place, Board) else PlaceWatch.department) == place.id

"""The face of a thread's share card: what everybody may see of it now, in one statement."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import peewee

from boards.channels.cards.face import Face
from boards.clocks.city import City
from boards.models.threads import PUBLIC, Board, Department, Thread
from boards.queries.parts import shown
from boards.queries.parts.badges import badge
from forum.i18n.languages import SOURCE, in_language
from forum.messages import M, Message

OVERDUE = M("逾期")
SITE, TAGLINE, TAGLINE_OF = "问渠", M("城市公开答复市民的地方"), M("%(city)s公开答复市民的地方")


def site_face(city: City) -> Face:
    """The neutral card."""
    name = city.site.city
    return Face(SITE, _said(TAGLINE_OF.with_values(city=name) if name else TAGLINE))


def face_of(thread_id: int, city: City, now: datetime) -> Face | None:
    """The Face of a thread; the neutral one where its title is concealed or it was merged, None where it is not public."""
    return faces_of([thread_id], city, now).get(thread_id)


def faces_of(threads: Iterable[int], city: City, now: datetime) -> dict[int, Face]:
    """{thread: its Face} of those that are public."""
    return {row["id"]: _face(row, city, now) for row in _rows(list(threads))}


def _rows(threads: list[int]) -> Any:
    columns = (Thread.id, shown.title_column(), Thread.hidden, Thread.status, Thread.next_due_at, Thread.created_at)
    more = (Thread.merged_into, Board.name.alias("board"), Department.name.alias("office"))
    return (
        Thread.select(*columns, *more)
        .join(Board)
        .join_from(Thread, Department, peewee.JOIN.LEFT_OUTER, on=Thread.department)
        .where(Thread.id.in_(threads), PUBLIC)
        .dicts()
    )


def _face(row: dict[str, Any], city: City, now: datetime) -> Face:
    site = site_face(city)
    if row["hidden"] or row["title"] == "" or row["merged_into"] is not None:
        return site
    stands = badge(row["status"], row["next_due_at"], now)
    return Face(
        site.site,
        site.tagline,
        title=row["title"],
        badge=_said(stands.label) if stands else "",
        tone=stands.status if stands else "",
        overdue=_said(OVERDUE) if stands and stands.overdue else "",
        office=row["office"] or row["board"],
        facts=f"主题 {row['id']} · {city.day(row['created_at']).isoformat()}",
    )


def _said(message: Message | str) -> str:
    said: str = in_language(message, SOURCE)
    return said

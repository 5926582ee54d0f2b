"""Where matters are, through the API."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import request

from boards.actions.posts.locations import relocate
from boards.channels.api import personal
from boards.channels.api.endpoint import api_blueprint, endpoint
from boards.channels.api.locations import schemas
from boards.channels.api.schemas import Thread
from boards.channels.api.threads import thread_answer
from boards.queries.lists.nearby import threads_near
from boards.queries.parts.shown import visible_title
from boards.queries.thread.thread import get_thread
from boards.rules.locations.position import Precision, rounded
from boards.rules.text.text_review import read
from forum.accounts import limits
from forum.i18n.languages import translate
from forum.roles import Actor
from forum.web.door import SIGNED_IN, city, settings
from forum.wenqu import wenqu

api = api_blueprint("api_locations")


@endpoint(api, "/nearby", query=schemas.NearbyAsked, answer=schemas.Nearby)
def list_nearby(actor: Actor, now: datetime, asked: schemas.NearbyAsked) -> schemas.Nearby:
    """Public threads near a position, the nearest first."""
    limits.enforce_limit("nearby", actor.account or request.remote_addr, now, settings().rate_limits, wenqu().pace)
    at = rounded(Decimal(str(asked.lat)), Decimal(str(asked.long)), Precision.POINT)
    rows = threads_near(at, asked.radius, asked.limit)[: asked.limit]
    return schemas.Nearby(items=[_item(row) for row in rows], next=None)


@endpoint(
    api, "/threads/<id:thread_id>/location", method="PUT", allow=SIGNED_IN, body=schemas.NewLocation, answer=Thread
)
def put_location(actor: Actor, now: datetime, thread_id: int, body: schemas.NewLocation) -> Thread:
    """Correct or remove where a thread's matter is (its asker, and moderators with a reason)."""
    given = personal.place(body, {"address": read(body.address)})
    more = {"reason": body.reason, "based_on": str(body.based_on)}
    relocate(get_thread(thread_id, actor), given | more, actor=actor, now=now, city=city())
    return thread_answer(thread_id, actor, now)


def _item(row: dict[str, Any]) -> schemas.NearbyThread:
    lat, long = row["at"].degrees
    return schemas.NearbyThread(
        thread=row["id"],
        title=translate(visible_title(row["title"], hidden=False)),
        board=row["board"],
        status=row["status"],
        address=row["address"] or None,
        lat=lat,
        long=long,
        rough=row["precision"] == Precision.AREA,
        metres=round(row["metres"]),
    )

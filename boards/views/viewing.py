"""Which requests for a thread's page are views of it, and are noted for those who keep a history."""

from datetime import datetime

from flask import request

from boards.viewing.counter import is_robot
from forum.roles import Actor
from forum.wenqu import wenqu


def count_view(thread_id: int, actor: Actor, now: datetime) -> None:
    """Count this request as a view, unless a robot sent it, or a browser ahead of its reader, and note it for the member's history.

    Writes nothing.
    """
    headers = request.headers
    agent, ahead = headers.get("User-Agent", ""), headers.get("Sec-Purpose", headers.get("Purpose", ""))
    if request.method != "GET" or "prefetch" in ahead.lower() or is_robot(agent):
        return
    wenqu().viewed.add(thread_id, str(actor.account or f"{request.remote_addr} {agent}"), now)
    if actor.signed_in:
        wenqu().visits.add((actor.account, thread_id), now)

"""Which requests for a thread's page are views of it, and are noted for those who keep a history; and from where a support comes."""

import hashlib
import hmac
from datetime import datetime

from flask import request

from boards.actions.posts.threads import Origin
from boards.viewing.counter import is_robot
from forum.accounts.guesses import Client
from forum.roles import Actor
from forum.web.door import city, settings
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


def support_origin(thread_id: int, now: datetime) -> Origin | None:
    """The Origin of a support that this request asks for; None where any number counts.

    The address itself is kept nowhere: the hash is keyed, and another one for each thread and each day.
    """
    most, network = city().policy.newness.supports_of_address, Client(request.remote_addr).network
    if not (most and city().pacing and network):
        return None
    day = city().day(now)
    message = f"support {day} {thread_id} {network}".encode()
    return Origin(hmac.new(settings().secret_key.encode(), message, hashlib.sha256).hexdigest(), day, most)

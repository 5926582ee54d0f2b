"""Which requests for a thread's page are views of it, and are noted for those who keep a history; and from where a support comes."""

import hashlib
import hmac
from datetime import datetime
from functools import partial

from flask import request

from boards.actions.posts.threads import Origin
from boards.viewing.counter import is_robot
from forum.accounts.guesses import Client
from forum.roles import Actor
from forum.web.door import city, settings
from forum.web.page_cache.middleware import for_each_reader
from forum.wenqu import wenqu


def count_view(thread_id: int, actor: Actor, now: datetime) -> None:
    """Count this request as a view, and each one that is sent its page again; note it for the member's history.

    A robot's is none, nor that of a browser ahead of its reader. Writes nothing.
    """
    count = partial(_count, wenqu().viewed, thread_id)
    for_each_reader(count)
    if not actor.signed_in:
        count(request.environ, now)
    elif _is_read(request.environ):
        wenqu().viewed.add(thread_id, str(actor.account), now)
        wenqu().visits.add((actor.account, thread_id), now)


def _count(viewed, thread_id, environ, now):
    if _is_read(environ):
        viewed.add(thread_id, f"{environ.get('REMOTE_ADDR')} {environ.get('HTTP_USER_AGENT', '')}", now)


def _is_read(environ):
    agent = environ.get("HTTP_USER_AGENT", "")
    ahead = environ.get("HTTP_SEC_PURPOSE", environ.get("HTTP_PURPOSE", ""))
    return environ["REQUEST_METHOD"] == "GET" and "prefetch" not in ahead.lower() and not is_robot(agent)


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

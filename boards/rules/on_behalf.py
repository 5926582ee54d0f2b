"""Operators of the hotline act for callers: many accounts, one public name (the `proxy` of boards.rules.channel). Pure.

What an operator writes on a question from the hotline is published under the hotline's name; the log names
the person. Any operator may do what the asker may do, since any of them may take the caller's next call.
"""

from typing import Any

from boards.rules.channel import CHANNELS, Channel
from forum.roles import ActingRole, Actor
from forum.site_settings import Site

PROXIES = frozenset(row.proxy.role for row in CHANNELS.values() if row.proxy)


def acts_for_caller(actor: Actor, channel: str) -> bool:
    """Whether `actor` acts for the asker of a question or the author of a post that came through `channel`."""
    proxy = CHANNELS[channel].proxy
    return proxy is not None and actor.has(proxy.role)


def acting_role_in(actor: Actor, thread: Any) -> ActingRole:
    """The role in which `actor` acts on a thread: for the own department first, then for the caller, then by precedence."""
    proxy = CHANNELS[thread.channel].proxy
    if proxy and actor.has(proxy.role) and not actor.speaks_for(thread.department_id):
        return ActingRole(proxy.role)
    return actor.acting_role(thread.department_id)


def signature(actor: Actor, thread: Any, channel: Channel) -> dict[str, Any]:
    """Author, acting role and channel under which a post of `actor` is signed; posts for a caller are signed by the hotline's account."""
    acting_role, proxy = acting_role_in(actor, thread), CHANNELS[thread.channel].proxy
    if proxy is None or acting_role != ActingRole(proxy.role):
        return {"author": actor, "acting_role": acting_role, "channel": channel}
    line = Actor(account=thread.author_id, name=thread.author_name, acting_roles=frozenset({acting_role}))
    return {"author": line, "acting_role": acting_role, "channel": Channel(thread.channel)}


def public_name(name: str, role: str | None, thread: Any, site: Site, own: bool) -> str:
    """The public name of the one who did a deed: the hotline's for an operator, unless it is done to a thread of the operator's own.

    On a question from the hotline that is the name of the hotline's account, which is its author.
    """
    if own or role not in PROXIES:
        return name
    return str(thread.author_name) if CHANNELS[thread.channel].proxy else site.hotline

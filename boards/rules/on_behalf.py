"""Officials act for citizens in the channels that have a proxy (boards.rules.channel): many logins, one public name. Pure.

What the hotline's operators write on a question from the hotline stands under the name of the line; the log names
the person. Any of them may do what the asker may do, since the caller is served by whoever picks up.
"""

from typing import Any

from boards.rules.channel import CHANNELS, Channel
from forum.roles import ActingRole, Actor

PUBLIC_NAMES: dict[str | None, str] = {row.proxy.role: row.proxy.public_name for row in CHANNELS.values() if row.proxy}


def acts_for_caller(actor: Actor, channel: str) -> bool:
    """Whether `actor` stands in the caller's place on a question or a post that came through `channel`."""
    proxy = CHANNELS[channel].proxy
    return proxy is not None and actor.has(proxy.role)


def acting_role_in(actor: Actor, thread: Any) -> ActingRole:
    """The hat in which `actor` acts on a thread: own department first, then for the caller, then by precedence."""
    proxy = CHANNELS[thread.channel].proxy
    if proxy and actor.has(proxy.role) and not actor.speaks_for(thread.department_id):
        return ActingRole(proxy.role)
    return actor.acting_role(thread.department_id)


def signature(actor: Actor, thread: Any, channel: Channel) -> dict[str, Any]:
    """How a post of `actor` in a thread is signed: author, hat and channel; for a caller the line's, else the own."""
    acting_role, proxy = acting_role_in(actor, thread), CHANNELS[thread.channel].proxy
    if proxy is None or acting_role != ActingRole(proxy.role):
        return {"author": actor, "acting_role": acting_role, "channel": channel}
    line = Actor(account=thread.author_id, name=thread.author_name, acting_roles=frozenset({acting_role}))
    return {"author": line, "acting_role": acting_role, "channel": Channel(thread.channel)}


def public_name(name: str, role: str | None, own: bool) -> str:
    """The public name of who did a deed: an operator's is the line's, unless it is done to one's own thread."""
    return name if own else PUBLIC_NAMES.get(role, name)

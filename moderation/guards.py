"""What every moderator's action begins with: permission, conditional update, log entry."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from boards.actions.steps.transitions import record_deed
from boards.models.threads import Thread
from forum.deeds import Deed
from forum.messages import M, Message
from forum.problems import Conflict, Forbidden, Unauthorized
from forum.roles import ActingRole, Actor, Role


def as_moderator(actor: Actor) -> ActingRole:
    """The moderator's ActingRole; raises Unauthorized, Forbidden."""
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.has(Role.MODERATOR):
        raise Forbidden(M("只有管理员（版主）可以做这件事。"))
    return ActingRole(Role.MODERATOR)


def update_thread(thread: Thread, conditions: Iterable[Any], refusal: Message, **columns: Any) -> Thread:
    """Change a thread while `conditions` hold; raises Conflict with `refusal`. Call inside a transaction."""
    still = Thread.update(**columns).where(Thread.id == thread.id, Thread.merged_into.is_null(), *conditions)
    if still.execute() != 1:
        raise Conflict(refusal)
    return Thread.get_by_id(thread.id)


def record_moderation(
    deed: Deed, thread: Thread, actor: Actor, now: datetime, code: str, text: str, **data: Any
) -> None:
    """Log a moderator's deed on a thread; its timeline and the public log show it."""
    record_deed(deed, thread, actor, now, ActingRole(Role.MODERATOR), reason=str(code), text=text or None, **data)

"""Saved drafts of spokespersons. They are not part of the case, so the log has no entry for them."""

from datetime import datetime

from boards.models.cases import Draft
from boards.models.threads import Thread
from boards.rules import access
from boards.rules.status import PostKind
from forum.messages import M
from forum.problems import Forbidden, Unauthorized
from forum.roles import Actor, Role
from forum.store import db
from forum.text.checks import BODY_LIMIT, check_text


def save(thread: Thread, *, actor: Actor, now: datetime, text: str, kind: str = "") -> bool:
    """Save `text` as the actor's only draft in this thread; an empty text deletes it. Returns whether there is one now."""
    _guard(thread, actor)
    text = check_text("text", text, BODY_LIMIT, minimum=0)
    kind = kind if kind in tuple(PostKind) else PostKind.REPLY
    with db.write():
        if not text:
            clear(thread, actor)
        elif not Draft.update(kind=kind, text=text, saved_at=now).where(_own(thread, actor)).execute():
            Draft.create(thread=thread.id, account=actor.account, kind=kind, text=text, saved_at=now)
    return bool(text)


def clear(thread: Thread, actor: Actor) -> None:
    """Delete the actor's draft in this thread, if any."""
    with db.write():
        Draft.delete().where(_own(thread, actor)).execute()


def _own(thread, actor):
    return (Draft.thread == thread.id) & (Draft.account == actor.account)


def _guard(thread, actor):
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.has(Role.SPOKESPERSON):
        raise Forbidden(M("草稿只为网络发言人保存。"))
    if not access.may_draft(actor, thread):
        raise Forbidden(M("这个问题由别的部门承办，草稿只为承办部门的网络发言人保存。"))

"""Declining a question on legal grounds (不予受理), with a public post that says why."""

from datetime import datetime

from boards.actions.cases import callbacks
from boards.actions.steps import clocks, recording
from boards.actions.steps.recording import Draft
from boards.actions.steps.transitions import advance, record_deed
from boards.clocks.city import City
from boards.models.threads import Post, Thread
from boards.rules.channel import Channel
from boards.rules.status import DeclineReason, Disposition, PostKind, Verb
from forum.messages import M
from forum.problems import Invalid
from forum.roles import ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed


def decline(
    thread: Thread,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    code: str,
    text: str | Draft,
    channel: Channel = Channel.WEB,
) -> Post:
    """Decline the case: `code` is a DeclineReason, `text` says in public why and where to turn instead. Returns the Post."""
    draft = draft_refusal(code, text)
    with db.write():
        thread = advance(thread, Verb.DECLINE, actor, disposition=Disposition.DECLINED.value)
        acting_role = _acting_role(actor, thread)
        post = recording.insert_post(
            thread, draft, PostKind.DECLINE, actor=actor, now=now, acting_role=acting_role, channel=channel
        )
        said = {"floor": post.floor, "ended": clocks.stop_all_clocks(thread, now, Deed.DECLINE) or None}
        record_deed(Deed.DECLINE, thread, actor, now, acting_role, post=post.id, reason=code, **said)
        callbacks.open_callback_after_answer(thread, now, city)
    return post


def draft_refusal(code: str, text: str | Draft) -> Draft:
    """The Draft of the public reason of a decline for `code`, to be made before the transaction; raises Invalid."""
    if code not in tuple(DeclineReason):
        raise Invalid(code=M("请选择不予受理的理由。"))
    return recording.official_draft(text)


def _acting_role(actor, thread):
    if actor.speaks_for(thread.department_id):
        return ActingRole(Role.SPOKESPERSON, thread.department_id)
    return ActingRole(Role.MODERATOR)

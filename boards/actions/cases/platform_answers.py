"""Answers of a moderator in the platform's name (平台答复)."""

from datetime import datetime

from boards.actions.cases import callbacks, handling
from boards.actions.steps import clocks, recording
from boards.actions.steps.recording import Draft
from boards.actions.steps.transitions import advance, record_deed
from boards.clocks.city import City
from boards.models.threads import Post, Thread
from boards.rules.channel import Channel
from boards.rules.status import Disposition, PostKind, Verb
from forum.roles import ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed


def answer_by_platform(
    thread: Thread, *, actor: Actor, now: datetime, city: City, text: str | Draft, channel: Channel = Channel.WEB
) -> Post:
    """Answer a waiting question in the platform's name, as a moderator; the asker may follow up. Returns the Post."""
    draft = recording.official_draft(text)
    with db.write():
        columns = {"answers": Thread.answers + 1, "public": True, "disposition": Disposition.PLATFORM.value}
        before = thread.public
        thread = advance(thread, Verb.ANSWER_BY_PLATFORM, actor, **columns)
        unveiled = {} if before else recording.count_as_public(thread, now)
        acting_role = ActingRole(Role.MODERATOR)
        post = recording.insert_post(
            thread, draft, PostKind.PLATFORM, actor=actor, now=now, acting_role=acting_role, channel=channel
        )
        handling.mark_settled(thread)
        ended = clocks.stop_all_clocks(thread, now, Deed.PLATFORM_ANSWER) or None
        said = {"floor": post.floor, "ended": ended, **unveiled}
        record_deed(Deed.PLATFORM_ANSWER, thread, actor, now, acting_role, post=post.id, **said)
        callbacks.open_callback_after_answer(thread, now, city)
    return post

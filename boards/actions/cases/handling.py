"""The department's and the asker's verbs: accept, first reply, result, follow-up, closing."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from boards.actions.cases import callbacks
from boards.actions.steps import clocks, newness, recording
from boards.actions.steps.recording import Draft, resolve_anonymity
from boards.actions.steps.transitions import advance, record_deed
from boards.clocks.city import City
from boards.clocks.deadlines import Occasion
from boards.models.threads import Post, Thread
from boards.rules.channel import Channel
from boards.rules.on_behalf import signature
from boards.rules.status import Disposition, PostKind, Status, Verb
from forum.messages import M
from forum.problems import Invalid
from forum.roles import ActingRole, Actor, Role
from forum.store import db
from forum.store.log import Deed
from forum.store.sql.conditions import is_true


def accept(thread: Thread, *, actor: Actor, now: datetime, city: City | None = None) -> Thread:
    """The department accepts the case. When two accept at once, the second gets Conflict, which names the first.

    With the `city`, the clocks start that its policy counts from the acceptance.
    """
    with db.write():
        thread = advance(thread, Verb.ACCEPT, actor, accepted_by=actor.account, accepted_at=now)
        ended = clocks.meet_clocks(thread, now, Deed.ACCEPT) or None
        if city:
            clocks.open_at_acceptance(thread, now, city)
        record_deed(Deed.ACCEPT, thread, actor, now, ended=ended)
    return thread


def first_reply(
    thread: Thread,
    *,
    actor: Actor,
    now: datetime,
    text: str | Draft,
    parent: Post | int | None = None,
    channel: Channel = Channel.WEB,
) -> Post:
    """The department's first reply (首次回复) on an accepted case; the result is still due. Returns the Post."""
    draft, answered = recording.official_draft(text), recording.parent_of(thread, parent)
    with db.write():
        thread = advance(thread, Verb.FIRST_REPLY, actor)
        post = _speak(thread, PostKind.FIRST_REPLY, draft, actor, now, answered, channel)
        ended = clocks.meet_clocks(thread, now, Deed.FIRST_REPLY) or None
        said = {"post": post.id, "floor": post.floor, "ended": ended}
        record_deed(Deed.FIRST_REPLY, thread, actor, now, _acting_role(thread), **said)
    return post


def give_result(
    thread: Thread,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    text: str | Draft,
    parent: Post | int | None = None,
    channel: Channel = Channel.WEB,
    remaining: Collection[int] = (),
) -> Post:
    """The department's result (处理意见): it answers the question and every follow-up, and stops their clocks.

    `remaining` contains the ids of posts whose questions it does not answer yet; then the case stays with the
    department. Returns the Post.
    """
    draft, answered = recording.official_draft(text), recording.parent_of(thread, parent)
    with db.write():
        still_open = _remaining(thread, remaining)
        columns = {"status": Status.FOLLOWING_UP.value} if still_open else {}
        thread = advance(thread, Verb.RESULT, actor, answers=Thread.answers + 1, **columns)
        post = _speak(thread, PostKind.RESULT, draft, actor, now, answered, channel)
        mark_settled(thread, still_open)
        ended = clocks.meet_clocks(thread, now, Deed.RESULT, keep=clocks.answer_clock_ids(thread, still_open)) or None
        open_floors = [asked.place_floor for asked in still_open] or None
        said = {"post": post.id, "floor": post.floor, "remaining": open_floors, "ended": ended}
        record_deed(Deed.RESULT, thread, actor, now, _acting_role(thread), **said)
        callbacks.open_callback_after_answer(thread, now, city)
    return post


def follow_up(
    thread: Thread,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    text: str | Draft,
    parent: Post | int | None = None,
    anonymous: bool = False,
    channel: Channel = Channel.WEB,
) -> Post:
    """A further question of the asker after an answer: clocks start again, and a closed case is reopened.

    After an answer by the platform no department has the case, and after one by a department that was closed none that
    could go on, so it goes to the moderators, who route it.
    """
    draft, answered = recording.citizen_draft(text), recording.parent_of(thread, parent)
    with db.write():
        recent = recording.check_post_rate(actor, now, city)
        draft = newness.weighed(draft, actor, now, city, recent)
        lead = Thread.get_by_id(thread.id)
        closed = lead.department_id is not None and not lead.department.active
        without_department = closed or lead.department_id is None or lead.disposition == Disposition.PLATFORM
        columns: dict[str, Any] = {"status": Status.PENDING.value} if without_department else {}
        columns |= {"department": None, "accepted_by": None, "accepted_at": None} if closed else {}
        thread = advance(thread, Verb.FOLLOW_UP, actor, **columns)
        post = recording.insert_post(
            thread,
            draft,
            PostKind.FOLLOW_UP,
            actor=actor,
            now=now,
            parent=answered,
            anonymous=resolve_anonymity(thread, actor, anonymous),
            **signature(actor, thread, channel),
        )
        if not without_department:
            clocks.open_clocks(thread, now, city, Occasion.FOLLOW_UP)
        record_deed(Deed.FOLLOW_UP, thread, actor, now, post=post.id, floor=post.floor)
    return post


def close(thread: Thread, *, actor: Actor, now: datetime) -> Thread:
    """Close the case (办结), as its asker or as the department."""
    with db.write():
        thread = advance(thread, Verb.CLOSE, actor)
        record_deed(Deed.CLOSE, thread, actor, now)
    return thread


def open_questions(thread: Thread) -> list[Post]:
    """The questions of a case that no result has answered, oldest first."""
    return list(Post.select().where(Post.place_thread == thread.id, is_true(Post.unsettled)).order_by(Post.place_floor))


def mark_settled(thread: Thread, still_open: Collection[Post] = ()) -> None:
    """Mark the questions of a case as answered, except the posts in `still_open`."""
    settled = Post.update(unsettled=False).where(Post.place_thread == thread.id, is_true(Post.unsettled))
    settled.where(Post.id.not_in([post.id for post in still_open])).execute() if still_open else settled.execute()


def _speak(thread, kind, draft, actor, now, answered, channel):
    return recording.insert_post(
        thread, draft, kind, actor=actor, now=now, acting_role=_acting_role(thread), parent=answered, channel=channel
    )


def _acting_role(thread):
    return ActingRole(Role.SPOKESPERSON, thread.department_id)


def _remaining(thread, posts):
    if not posts:
        return []
    found = {post.id: post for post in open_questions(thread)}
    if set(posts) - set(found):
        raise Invalid(remaining=M("选中的问题里有已经答复过的，请刷新后再选。"))
    return [found[post] for post in sorted(posts)]

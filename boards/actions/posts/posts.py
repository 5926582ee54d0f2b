"""Replying, and revising one's own posts. Nothing is deleted."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import NoReturn

from boards.actions.cases import handling
from boards.actions.posts import drafts
from boards.actions.steps import holds, newness, recording
from boards.actions.steps.recording import Draft, resolve_anonymity
from boards.clocks.city import City
from boards.models.threads import Post, Thread
from boards.queries.parts.shown import current_text
from boards.rules import access
from boards.rules.channel import Channel
from boards.rules.on_behalf import signature
from boards.rules.status import PostKind
from forum.accounts.sanctions import refuse_suspended
from forum.messages import M
from forum.problems import Conflict, Forbidden, Invalid, NeverAllowed, Unauthorized
from forum.roles import Actor, Role
from forum.store import db, log
from forum.store.log import Deed

WHY_NOTHING_IS_DELETED = M(
    "这里的帖子谁也不能删除：提问人不能，管理员不能，系统管理员也不能。"
    "写错了可以编辑，每次修改都公开留痕；内容违规可以请管理员屏蔽，屏蔽会写明时间、身份和理由，原文保留并可恢复。"
)


def reply(
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
    """A plain reply; `parent` is the post it answers, or its id. Raises Invalid, Conflict, TooMany."""
    draft = draft_reply(actor, text)
    answered = recording.parent_of(thread, parent)
    recording.refuse_anonymous_official(actor, anonymous)
    with db.write():
        recent = recording.check_post_rate(actor, now, city)
        return recording.insert_post(
            thread,
            newness.weighed(draft, actor, now, city, recent),
            PostKind.REPLY,
            actor=actor,
            now=now,
            parent=answered,
            closed=partial(access.reply_refusal_for, actor),
            anonymous=resolve_anonymity(thread, actor, anonymous),
            **signature(actor, thread, channel),
        )


def draft_reply(actor: Actor, text: str | Draft) -> Draft:
    """The Draft of a plain reply; raises Unauthorized, Forbidden, Invalid."""
    if not actor.signed_in:
        raise Unauthorized()
    refuse_suspended(actor)
    return recording.citizen_draft(text, not actor.official)


def revise(post: Post, *, actor: Actor, now: datetime, text: str | Draft, city: City | None = None) -> int:
    """Add a revision of one's own post; the old ones stay public. Returns the number of the current revision.

    With the `city`, a text beyond its limits of newness waits for a moderator.
    """
    if not actor.signed_in:
        raise Unauthorized()
    if not access.is_own(actor, post.author_id, post.channel):
        raise Forbidden(M("只能修改自己写的内容。"))
    refuse_suspended(actor)
    if reason := access.edit_refusal(post):
        raise Conflict(reason)
    draft = recording.citizen_draft(text, not actor.official)
    with db.write():
        draft = newness.weighed(draft, actor, now, city) if city else draft
        return _put_revision(Post.get_by_id(post.id), draft, actor, now)


def delete(actor: Actor) -> NoReturn:
    """Raise NeverAllowed: nobody may delete, whatever their role."""
    raise NeverAllowed(WHY_NOTHING_IS_DELETED)


def _put_revision(post, draft, actor, now):
    if draft.text == current_text(post):
        raise Invalid(text=M("内容没有变化。"))
    number = post.revision + 1
    thread = Thread.get_by_id(post.thread_id)
    title = thread.title if post.floor == 1 else None
    commitment = recording.insert_revision(post, number, draft, actor=actor, now=now, title=title)
    Post.update(revision=number).where(Post.id == post.id, Post.revision == post.revision).execute()
    log.record(
        Deed.POST_REVISE,
        ("post", post.id),
        actor=actor,
        now=now,
        post=post.id,
        revision=number,
        commitment=commitment,
    )
    if draft.held and thread.public:
        holds.hold(post, number, draft.held, now)
    return number


# Citizens' kinds: such a post may be anonymous, and the word list may hold it.
CITIZEN_POSTS = {PostKind.REPLY: reply, PostKind.FOLLOW_UP: handling.follow_up}
ANSWERS_OF_THE_OFFICE = (PostKind.FIRST_REPLY, PostKind.RESULT)


def write_post(
    thread: Thread,
    kind: str,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    text: str | Draft,
    parent: Post | int | None = None,
    anonymous: bool = False,
    channel: Channel = Channel.WEB,
    remaining: Collection[int] = (),
    accepting: bool = False,
) -> Post:
    """The Post of `kind` in `thread`; `parent` is the post it answers, or its id. Raises what its action raises.

    `remaining` contains the ids of posts whose questions a result does not answer. With `accepting` an official answer
    accepts the case first, in the same transaction. The actor's saved draft in the thread is deleted.
    """
    given = {"actor": actor, "now": now, "text": text, "parent": parent, "channel": channel}
    if accepting and kind in ANSWERS_OF_THE_OFFICE:
        given["text"] = draft_post(kind, actor=actor, text=text)
        with db.write():
            thread = handling.accept(thread, actor=actor, now=now, city=city)
            post = _written(thread, kind, given, city, anonymous, remaining)
    else:
        post = _written(thread, kind, given, city, anonymous, remaining)
    if actor.has(Role.SPOKESPERSON):
        drafts.clear(thread, actor)
    return post


def draft_post(kind: str, *, actor: Actor, text: str | Draft) -> Draft:
    """The Draft of a post of `kind` for `write_post`, checked by the rule of that kind; to be made before the transaction.

    Raises Invalid, Unauthorized, Forbidden.
    """
    if kind == PostKind.REPLY:
        return draft_reply(actor, text)
    return recording.citizen_draft(text) if kind in CITIZEN_POSTS else recording.official_draft(text)


def _written(thread, kind, given, city, anonymous, remaining):
    if kind in CITIZEN_POSTS:
        return CITIZEN_POSTS[kind](thread, city=city, anonymous=anonymous, **given)
    if kind == PostKind.RESULT:
        return handling.give_result(thread, city=city, remaining=remaining, **given)
    if kind == PostKind.FIRST_REPLY:
        return handling.first_reply(thread, **given)
    raise Invalid(kind=M("没有这种帖子。"))

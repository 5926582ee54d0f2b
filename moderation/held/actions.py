"""Deciding on posts that the word list held: release one, or keep it hidden with a public reason."""

from datetime import datetime

from boards.models.threads import Post, Thread
from boards.models.words import HeldPost
from boards.rules import lengths
from boards.rules.text.word_list import BY_THE_SYSTEM, HELD
from forum.messages import M
from forum.problems import Conflict
from forum.roles import ActingRole, Actor, Role
from forum.store import db, log
from forum.store.log import Deed
from forum.text.checks import check_text
from forum.text.reasons import Reason
from moderation.guards import as_moderator
from moderation.hiding.actions import SHOWN

MOVED_ON = M("已经有人处理过了，没有改动。")


def release(held: HeldPost, *, actor: Actor, now: datetime) -> None:
    """Show a held post to everybody; its author and the person it answers are notified."""
    as_moderator(actor)
    with db.write():
        post = _decide(held, actor, now, released=True)
        _change(post, Thread.withheld, **SHOWN)
        _note(Deed.POST_RESTORE, post, actor, now, reason=HELD)


def keep_hidden(held: HeldPost, *, actor: Actor, now: datetime, reason: str) -> None:
    """Keep a held post hidden, with a public reason, like any post that a moderator hides. Raises Invalid without one."""
    as_moderator(actor)
    reason = check_text("reason", reason, lengths.REASON)
    with db.write():
        post = _decide(held, actor, now, released=False)
        code = str(Reason.OTHER)
        _change(post, True, hidden_at=now, hidden_role=Role.MODERATOR.value, hidden_reason=reason, hidden_code=code)
        _note(Deed.POST_HIDE, post, actor, now, reason=code, text=reason)


def _decide(held, actor, now, released):
    """The Post, when nobody has decided before and it still is as the system hid it; else Conflict."""
    decided = HeldPost.update(decided_by=actor.account, decided_at=now, released=released)
    open_still = decided.where(HeldPost.id == held.id, HeldPost.decided_at.is_null()).execute()
    post = Post.get_by_id(held.post_id)
    if not open_still or post.hidden_role != BY_THE_SYSTEM:
        raise Conflict(MOVED_ON)
    return post


def _change(post, title_hidden, **columns):
    Post.update(**columns).where(Post.id == post.id).execute()
    if post.floor == 1:
        Thread.update(hidden=title_hidden).where(Thread.id == post.thread_id).execute()


def _note(deed, post, actor, now, **given):
    log.record(
        deed,
        ("post", post.id),
        actor=actor,
        now=now,
        acting_role=ActingRole(Role.MODERATOR),
        post=post.id,
        floor=post.floor,
        **given,
    )

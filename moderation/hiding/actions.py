"""Hiding a post or a whole thread with a reason, and restoring it. The text is kept."""

from datetime import datetime

from boards.models.threads import Post, Thread
from boards.models.words import HeldPost
from boards.rules.moderator_tools import Tool, check_tool_reason
from boards.rules.text.word_list import HELD
from forum.messages import M
from forum.problems import Conflict
from forum.roles import Actor
from forum.store import db, log
from forum.store.log import Deed
from forum.text.reasons import HIDING, UNDOING, Reason, check_reason
from moderation.guards import as_moderator, record_moderation, update_thread

SHOWN = {"hidden_at": None, "hidden_role": None, "hidden_reason": None, "hidden_code": None, "hidden_whole": False}


def hide(post: Post, *, actor: Actor, now: datetime, reason: str, code: str = Reason.OTHER) -> None:
    """Replace a post by a placeholder with role, time and reason. Raises Invalid without a reason, Conflict."""
    acting_role = as_moderator(actor)
    code, reason = check_reason(code, reason, HIDING, must_say=True)
    with db.write():
        hidden = Post.update(**_hidden(now, acting_role, code, reason))
        if not hidden.where(Post.id == post.id, Post.hidden_at.is_null()).execute():
            raise Conflict(M("这一楼已经被屏蔽了。"))
        _mark_title(post, True)
        _note(Deed.POST_HIDE, post, actor, now, acting_role, reason=str(code), text=reason)


def restore(post: Post, *, actor: Actor, now: datetime, reason: str = "", code: str = Reason.NO_LONGER) -> None:
    """Show a hidden post again, as it was; one that the word list holds is released by that, as by moderation.held.actions.release."""
    acting_role = as_moderator(actor)
    code, reason = check_reason(code, reason, UNDOING)
    with db.write():
        shown = Post.update(**SHOWN)
        if not shown.where(Post.id == post.id, Post.hidden_at.is_null(False)).execute():
            raise Conflict(M("这一楼没有被屏蔽。"))
        waiting = (HeldPost.post == post.id) & HeldPost.decided_at.is_null()
        released = HeldPost.update(decided_by=actor.account, decided_at=now, released=True).where(waiting).execute()
        _mark_title(post, False)
        _note(Deed.POST_RESTORE, post, actor, now, acting_role, reason=HELD if released else str(code), text=reason)


def hide_thread(thread: Thread, *, actor: Actor, now: datetime, code: str, text: str) -> Thread:
    """Hide a thread: its title and every floor that is not hidden yet, each behind a placeholder. Floors keep their numbers."""
    acting_role = as_moderator(actor)
    code, text = check_tool_reason(Tool.HIDE, code, text)
    with db.write():
        refusal = M("这个主题已经被屏蔽，或者已经并入别的主题。")
        thread = update_thread(thread, [~Thread.withheld], refusal, withheld=True, hidden=True)
        posts = _standing(thread, Post.hidden_at.is_null())
        hidden = Post.update(**_hidden(now, acting_role, code, text), hidden_whole=True)
        hidden.where(Post.place_thread == thread.id, Post.hidden_at.is_null()).execute()
        record_moderation(Deed.THREAD_HIDE, thread, actor, now, code, text, posts=len(posts))
        for post in posts:
            _note(Deed.POST_HIDE_WHOLE, post, actor, now, acting_role, reason=str(code), text=text)
    return thread


def restore_thread(
    thread: Thread, *, actor: Actor, now: datetime, code: str = Reason.NO_LONGER, text: str = ""
) -> Thread:
    """Show a hidden thread again; posts that were hidden one by one stay hidden."""
    acting_role = as_moderator(actor)
    code, text = check_tool_reason(Tool.RESTORE, code, text)
    with db.write():
        thread = update_thread(thread, [Thread.withheld], M("这个主题没有被屏蔽。"), withheld=False)
        posts = _standing(thread, Post.hidden_whole)
        Post.update(**SHOWN).where(Post.place_thread == thread.id, Post.hidden_whole).execute()
        first = Post.select(Post.id).where(Post.thread == thread.id, Post.floor == 1, Post.hidden_at.is_null(False))
        Thread.update(hidden=first.exists()).where(Thread.id == thread.id).execute()
        record_moderation(Deed.THREAD_RESTORE, thread, actor, now, code, text, posts=len(posts))
        for post in posts:
            _note(Deed.POST_RESTORE_WHOLE, post, actor, now, acting_role)
    return thread


def _standing(thread, condition):
    """The posts in a thread that meet a condition; each gets a log entry of its own, as when it is hidden alone."""
    columns = (Post.id, Post.floor)
    return list(Post.select(*columns).where(Post.place_thread == thread.id, condition).order_by(Post.place_floor))


def _hidden(now, acting_role, code, reason):
    return {"hidden_at": now, "hidden_role": acting_role.role.value, "hidden_reason": reason, "hidden_code": str(code)}


def _mark_title(post, hidden):
    if post.floor == 1:
        Thread.update(hidden=hidden).where(Thread.id == post.thread_id).execute()


def _note(deed, post, actor, now, acting_role, **data):
    log.record(
        deed, ("post", post.id), actor=actor, now=now, acting_role=acting_role, post=post.id, floor=post.floor, **data
    )

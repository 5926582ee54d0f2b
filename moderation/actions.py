"""Hiding with a reason, restoring, and reporting. The text is kept; nobody deletes."""

from boards.models import Post, Thread
from forum import db, log
from forum.accounts import limits
from forum.log import Deed, Entry
from forum.messages import M
from forum.problems import Conflict, Forbidden, Unauthorized
from forum.roles import Hat, Role
from forum.text import check_text

REASON_LIMIT = 500


def hide(post, *, actor, now, reason):
    """Put a placeholder with who, when and why in place of a post. Raises Invalid without a reason."""
    hat = _as_moderator(actor)
    reason = check_text("reason", reason, REASON_LIMIT)
    with db.write():
        hidden = Post.update(hidden_at=now, hidden_role=hat.role.value, hidden_reason=reason)
        if not hidden.where(Post.id == post.id, Post.hidden_at.is_null()).execute():
            raise Conflict(M("这一楼已经被屏蔽了。"))
        _mark_title(post, True)
        _note(Deed.POST_HIDE, post, actor, now, hat, text=reason)


def restore(post, *, actor, now, reason=""):
    """Show a hidden post again, as it was."""
    hat = _as_moderator(actor)
    reason = check_text("reason", reason, REASON_LIMIT, minimum=0)
    with db.write():
        shown = Post.update(hidden_at=None, hidden_role=None, hidden_reason=None)
        if not shown.where(Post.id == post.id, Post.hidden_at.is_null(False)).execute():
            raise Conflict(M("这一楼没有被屏蔽。"))
        _mark_title(post, False)
        _note(Deed.POST_RESTORE, post, actor, now, hat, text=reason)


def report(post, *, actor, now, city, reason):
    """Tell the moderators of a post, once for each account. Returns the reason as kept; raises Invalid, Conflict, TooMany."""
    if not actor.signed_in:
        raise Unauthorized()
    reason = check_text("reason", reason, REASON_LIMIT)
    limits.spend("report", actor.username, now, city.pacing)
    with db.write():
        if _has_reported(actor, post):
            raise Conflict(M("您已经举报过这一楼，管理员会处理。"))
        _note(Deed.POST_REPORT, post, actor, now, actor.hat(), text=reason)
    return reason


def _has_reported(actor, post):
    same = Entry.object == f"post/{post.id}", Entry.deed == Deed.POST_REPORT.value, Entry.actor_id == actor.account
    return Entry.select(Entry.id).where(*same).exists()


def _as_moderator(actor):
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.has(Role.MODERATOR):
        raise Forbidden(M("只有管理员（版主）可以屏蔽和恢复。"))
    return Hat(Role.MODERATOR)


def _mark_title(post, hidden):
    if post.floor == 1:
        Thread.update(hidden=hidden).where(Thread.id == post.thread_id).execute()


def _note(deed, post, actor, now, hat, **data):
    log.record(deed, ("post", post.id), actor=actor, now=now, hat=hat, post=post.id, floor=post.floor, **data)

"""Reports of posts by signed-in readers; each ends with an answer."""

from datetime import datetime

from boards.clocks.city import City
from boards.models.moderation import Report
from boards.models.threads import Post
from forum.accounts import limits
from forum.messages import M
from forum.problems import Conflict, Unauthorized
from forum.roles import Actor
from forum.store import db, log
from forum.store.log import Deed
from forum.text.checks import check_text
from forum.text.reasons import HIDING, LIMIT, Reason, check_reason
from moderation.guards import as_moderator
from moderation.hiding.actions import hide

UPHELD, DISMISSED = "upheld", "dismissed"


def report(post: Post, *, actor: Actor, now: datetime, city: City, reason: str, code: str = Reason.OTHER) -> str:
    """Report a post to the moderators; again only after an answer. Returns the reason as stored; raises Invalid, Conflict, TooMany."""
    if not actor.signed_in:
        raise Unauthorized()
    code, reason = check_reason(code, reason, HIDING)
    limits.enforce_limit("report", actor.username, now, city.pacing)
    with db.write():
        if _waits(actor, post):
            raise Conflict(M("您已经举报过这一楼，管理员会处理。"))
        Report.create(post=post.id, account=actor.account, code=str(code), text=reason, at=now)
        log.record(
            Deed.POST_REPORT,
            ("post", post.id),
            actor=actor,
            now=now,
            post=post.id,
            floor=post.floor,
            reason=str(code),
            text=reason,
        )
    return reason


def uphold(
    post: Post, *, actor: Actor, now: datetime, code: str, text: str, answer: str, up_to: int | None = None
) -> int:
    """Uphold the reports of a post: hide it, unless it is hidden already, and answer those who reported it. Returns how many."""
    as_moderator(actor)
    code, text = check_reason(code, text, HIDING, must_say=True)
    answer = check_text("answer", answer, LIMIT)
    with db.write():
        if Post.select(Post.id).where(Post.id == post.id, Post.hidden_at.is_null()).exists():
            hide(post, actor=actor, now=now, reason=text, code=code)
        return _answer(post, Deed.REPORT_UPHOLD, UPHELD, actor, now, answer, up_to, code)


def dismiss(post: Post, *, actor: Actor, now: datetime, answer: str, up_to: int | None = None) -> int:
    """Dismiss the reports of a post and answer those who reported it. Returns how many."""
    as_moderator(actor)
    answer = check_text("answer", answer, LIMIT)
    with db.write():
        return _answer(post, Deed.REPORT_DISMISS, DISMISSED, actor, now, answer, up_to)


def _answer(post, deed, outcome, actor, now, answer, up_to, code=None):
    """Answer every report of a post that waits, up to number `up_to`; returns how many. Raises Conflict when none does."""
    waiting = [Report.post == post.id, Report.decided_at.is_null(), *([Report.id <= up_to] if up_to else [])]
    number = Report.select(Report.id).where(*waiting).count()
    if not number:
        raise Conflict(M("这一楼的举报已经有人处理了。"))
    entry = log.record(
        deed,
        ("post", post.id),
        actor=actor,
        now=now,
        acting_role=as_moderator(actor),
        post=post.id,
        floor=post.floor,
        reason=code and str(code),
        text=answer,
        reports=number,
    )
    decided = {"outcome": outcome, "answer": answer, "decided_at": now, "decided_by": actor.account, "entry_id": entry}
    return Report.update(**decided).where(*waiting).execute()


def _waits(actor, post):
    own = Report.post == post.id, Report.account == actor.account, Report.decided_at.is_null()
    return Report.select(Report.id).where(*own).exists()

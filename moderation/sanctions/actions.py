"""Warnings and dated suspensions of a netizen; a suspension always has an end, and can be lifted before it."""

from datetime import datetime, timedelta

from boards.models.threads import Post
from boards.rules.channel import CHANNELS
from forum.accounts.models import RoleGrant, Sanction
from forum.accounts.sanctions import SanctionKind
from forum.messages import M
from forum.problems import Conflict, Forbidden, Invalid
from forum.roles import Actor
from forum.store import db, log
from forum.store.log import Deed
from forum.text.reasons import OFFENCES, UNDOING, check_reason
from moderation.guards import as_moderator

LONGEST = timedelta(days=365)


def warn(post: Post, *, actor: Actor, now: datetime, code: str, text: str) -> Sanction:
    """Warn the author of a post; only the author and the moderators see who was warned. Returns the Sanction."""
    as_moderator(actor)
    code, text = check_reason(code, text, OFFENCES, must_say=True)
    with db.write():
        return _give(SanctionKind.WARNING, Deed.WARN, post, actor, now, code, text)


def suspend(post: Post, *, actor: Actor, now: datetime, until: datetime | None, code: str, text: str) -> Sanction:
    """Suspend the author of a post from writing until a time (aware) within a year. Returns the Sanction."""
    as_moderator(actor)
    code, text = check_reason(code, text, OFFENCES, must_say=True)
    if until is None or not now < until <= now + LONGEST:
        raise Invalid(until=M("请填写到什么时候为止：晚于现在，最长一年。"))
    with db.write():
        if _held(post.author_id, now).exists():
            raise Conflict(M("这个账号已经被暂停发言，要改期限请先解除。"))
        return _give(SanctionKind.SUSPENSION, Deed.SUSPEND, post, actor, now, code, text, until)


def lift(sanction: Sanction, *, actor: Actor, now: datetime, code: str, text: str = "") -> None:
    """End a suspension before its time."""
    acting_role = as_moderator(actor)
    code, text = check_reason(code, text, UNDOING)
    with db.write():
        lifted = Sanction.update(lifted_at=now, lifted_by=actor.account, lifted_text=text)
        held = Sanction.id == sanction.id, Sanction.kind == SanctionKind.SUSPENSION.value, Sanction.until > now
        if lifted.where(*held, Sanction.lifted_at.is_null()).execute() != 1:
            raise Conflict(M("这次暂停已经到期或解除了。"))
        log.record(
            Deed.UNSUSPEND,
            ("sanction", sanction.id),
            actor=actor,
            now=now,
            acting_role=acting_role,
            post=sanction.post_id,
            reason=str(code),
            text=text,
            number=sanction.id,
        )


def _give(kind, deed, post, actor, now, code, text, until=None):
    _refuse_official(post)
    given = Sanction.create(
        account=post.author_id,
        kind=kind.value,
        code=str(code),
        text=text,
        post_id=post.id,
        since=now,
        until=until,
        given_by=actor.account,
    )
    # The object is the sanction, not the account, so that the public ledger does not reveal how many one person has.
    log.record(
        deed,
        ("sanction", given.id),
        actor=actor,
        now=now,
        acting_role=as_moderator(actor),
        post=post.id,
        reason=str(code),
        text=text,
        number=given.id,
        **({"until": until.isoformat()} if until else {}),
    )
    return given


def _refuse_official(post):
    held = RoleGrant.select(RoleGrant.id).where(RoleGrant.account == post.author_id, RoleGrant.revoked_at.is_null())
    if not CHANNELS[post.channel].own_account or held.exists():
        raise Forbidden(M("有职务的账号和热线账号不能警告或暂停；职务由系统管理员收回。"))


def _held(account, now):
    return Sanction.select(Sanction.id).where(
        Sanction.account == account,
        Sanction.kind == SanctionKind.SUSPENSION.value,
        Sanction.until > now,
        Sanction.lifted_at.is_null(),
    )

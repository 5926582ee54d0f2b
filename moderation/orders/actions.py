"""Signed orders: entered by one administrator, confirmed by another, and then the post is sealed in the same transaction.

Every refused attempt is logged too, after its transaction is rolled back.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import Any

from boards.models.orders import OrderScan, SealOrder
from boards.models.threads import Post
from forum.accounts import limits
from forum.accounts.models import Account, RoleGrant
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Conflict, Forbidden, Invalid, NotFound, Problem, TooMany, Unauthorized
from forum.roles import ActingRole, Actor, Role
from forum.store import db, log
from forum.store.log import Deed
from forum.text.checks import check_text
from moderation.orders.rules import REASON_LIMIT, check_order, order_hash
from moderation.orders.scans import check_scan
from moderation.orders.sealing import seal

ACTING_ROLE = ActingRole(Role.ADMINISTRATOR)
ORDER_FIELDS = ("number", "office", "ground", "reason", "signed_on")


def enter(typed: Mapping[str, Any], scan: bytes, *, actor: Actor, now: datetime, today: date) -> SealOrder:
    """Store an order as it was typed, for a post or with `whole` for its thread; `scan` are the file's bytes.

    Returns the SealOrder, which seals nothing yet. Raises Invalid with everything that is wrong, Conflict, Forbidden.
    """
    require_administrator(actor)
    order_text, media, scan_hash, post, name = _checked(typed, scan, actor, today)
    whole = bool(typed["whole"])
    subject = f"thread/{post.place_thread}" if whole else f"post/{post.id}"
    with db.write():
        _refuse_sealed(post, whole)
        order = SealOrder.create(
            number=order_text.number,
            signatory=int(typed["signatory"]),
            signatory_name=name,
            signatory_office=order_text.office,
            reason=order_text.reason,
            ground=order_text.ground,
            signed_on=order_text.signed_on,
            thread=post.place_thread,
            post=None if whole else post.id,
            order_hash=order_hash(order_text, name, subject, scan_hash),
            scan_hash=scan_hash,
            scan_type=media,
            entered_by=actor.account,
            entered_at=now,
        )
        OrderScan.create(order=order.id, content=scan)
        _note(Deed.ORDER_ENTER, order, actor, now)
    return order


def guard_confirmation(order: SealOrder, actor: Actor) -> None:
    """Raises Forbidden unless `actor` is another administrator than who entered or signed the order."""
    require_administrator(actor)
    if actor.account == order.entered_by_id:
        raise Forbidden(M("签批要由另一位系统管理员确认，录入的人不能确认自己录入的。"))
    if actor.account == order.signatory_id:
        raise Forbidden(M("签批人不能确认自己签的签批。"))


def confirm(order: SealOrder, *, actor: Actor, now: datetime) -> None:
    """Confirm an order and seal its posts. Raises Forbidden for who entered or signed it, Conflict when it was confirmed or withdrawn."""
    guard_confirmation(order, actor)
    with db.write():
        _refuse_sealed(Post.get_by_id(_first_post(order)), order.post_id is None)
        confirmed = SealOrder.update(confirmed_by=actor.account, confirmed_at=now)
        if not confirmed.where(SealOrder.id == order.id, *_waiting()).execute():
            raise Conflict(M("这份签批已经确认过，或者已经撤回。"))
        _note(Deed.ORDER_CONFIRM, order, actor, now)
        for post in _posts_of(order):
            seal(post, order, actor=actor, now=now)


def withdraw(order: SealOrder, *, actor: Actor, now: datetime, reason: str) -> None:
    """Withdraw an order that nobody has confirmed, because of an error in it. Raises Invalid without a reason, Conflict."""
    require_administrator(actor)
    reason = check_text("withdrawal", reason, REASON_LIMIT)
    with db.write():
        withdrawn = SealOrder.update(withdrawn_by=actor.account, withdrawn_at=now, withdrawn_reason=reason)
        if not withdrawn.where(SealOrder.id == order.id, *_waiting()).execute():
            raise Conflict(M("这份签批已经确认过，或者已经撤回。"))
        _note(Deed.ORDER_WITHDRAW, order, actor, now, text=reason)


def look_at_scan(order: SealOrder, *, actor: Actor, now: datetime) -> bytes:
    """The bytes of an order's scan; the access is logged. Raises Forbidden."""
    if not actor.has(Role.ADMINISTRATOR, Role.SUPERVISOR):
        raise Forbidden(M("扫描件只给系统管理员和督办看。"))
    with db.write():
        log.record(
            Deed.PRIVATE_LOOK,
            ("order", order.id),
            actor=actor,
            now=now,
            thread_id=order.thread_id,
            why=f"签批扫描件 {order.number}",
        )
    return bytes(OrderScan.get(OrderScan.order == order.id).content)


@contextmanager
def refusals_logged(
    what: str, actor: Actor, now: datetime, *, order: int | None = None, pacing: bool = True
) -> Iterator[None]:
    """Log a refusal raised inside the block: the actor, the attempt and the errors, never what was typed."""
    try:
        yield
    except (Invalid, Conflict, Forbidden, NotFound) as problem:
        record_refusal(what, problem, actor, now, order=order, pacing=pacing)
        raise


def record_refusal(
    what: str, problem: Problem, actor: Actor, now: datetime, *, order: int | None = None, pacing: bool = True
) -> None:
    """Log a refused attempt; the rate limit "order-refused" bounds how many of one account are logged."""
    errors = {field: str(message) for field, message in getattr(problem, "errors", {}).items()}
    with suppress(TooMany), db.write():
        limits.enforce_limit("order-refused", actor.username, now, pacing)
        log.record(
            Deed.ORDER_REFUSE,
            ("order", order or "none"),
            actor=actor,
            now=now,
            reason=what,
            errors=errors or str(problem.detail),
        )


def require_administrator(actor: Actor) -> None:
    """Raises Unauthorized or Forbidden unless `actor` is an administrator."""
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.has(Role.ADMINISTRATOR):
        raise Forbidden(M("签批只能由系统管理员录入和确认。"))


def _checked(typed, scan, actor, today):
    """(OrderText, media type, hash of the scan, Post, signatory's name) of the form; raises Invalid with all errors."""
    errors = {}
    order_text = _collect(errors, check_order, *(typed[field] for field in ORDER_FIELDS), today)
    media, scan_hash = _collect(errors, check_scan, scan) or (None, None)
    post = Post.get_or_none(Post.id == (whole_number(typed["post"], ID_DIGITS) or 0))
    if post is None:
        errors["post"] = M("没有这个帖子，请核对编号。")
    name = _name_of(whole_number(typed["signatory"], ID_DIGITS), actor)
    if name is None:
        errors["signatory"] = M("请选择签批人；签批人要有签批人职务，不能是经手人自己。")
    if errors:
        raise Invalid(errors)
    return order_text, media, scan_hash, post, name


def _collect(errors, check, *given):
    try:
        return check(*given)
    except Invalid as problem:
        errors.update(problem.errors)


def _name_of(signatory, actor):
    """The name of an account that holds the signatory's role now, and isn't the actor's; None otherwise."""
    if signatory is None or signatory == actor.account:
        return None
    held = (RoleGrant.account == Account.id) & (RoleGrant.role == Role.SIGNATORY.value) & RoleGrant.revoked_at.is_null()
    rows = Account.select(Account.display_name).join(RoleGrant, on=held)
    return rows.where(Account.id == signatory, Account.disabled_at.is_null()).limit(1).scalar()


def _refuse_sealed(post, whole):
    if not whole and Post.select(Post.seal_order_id).where(Post.id == post.id).scalar() is not None:
        raise Conflict(M("这一楼已经封存了。"))
    open_posts = Post.select(Post.id).where(Post.place_thread == post.place_thread, Post.seal_order_id.is_null())
    if whole and not open_posts.exists():
        raise Conflict(M("这个主题已经整个封存了。"))


def _first_post(order):
    if order.post_id:
        return order.post_id
    return Post.select(Post.id).where(Post.place_thread == order.thread_id).order_by(Post.place_floor).limit(1).scalar()


def _posts_of(order):
    if order.post_id:
        return [Post.get_by_id(order.post_id)]
    return list(
        Post.select()
        .where(Post.place_thread == order.thread_id, Post.seal_order_id.is_null())
        .order_by(Post.place_floor)
    )


def _waiting():
    return SealOrder.confirmed_at.is_null(), SealOrder.withdrawn_at.is_null()


def _note(deed, order, actor, now, **more):
    log.record(
        deed,
        ("order", order.id),
        actor=actor,
        now=now,
        acting_role=ACTING_ROLE,
        post=order.post_id,
        reason=str(order.reason),
        number=order.number,
        order_hash=order.order_hash,
        scan_hash=order.scan_hash,
        thread_id=order.thread_id,
        **more,
    )

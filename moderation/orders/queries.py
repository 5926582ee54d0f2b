"""Signed orders for the pages: those in force for everybody, the others for administrators and supervisors."""

from datetime import date

import peewee

from boards.models.orders import SealOrder
from boards.models.threads import Post, Thread
from boards.pages.parts import Link
from boards.queries.parts import shown
from boards.rules.floors import floor_label
from boards.rules.sealing import SEAL_LABELS
from forum.accounts.models import Account, RoleGrant
from forum.messages import M
from forum.problems import NotFound
from forum.roles import Actor, Role
from moderation.orders.pages import EntryPage, OrdersPage, OrderView

PAGE = 50
READERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)


def orders_count() -> int:
    """How many orders posts have been sealed under; public."""
    return SealOrder.select().where(SealOrder.confirmed_at.is_null(False)).count()


def orders_page(viewer: Actor, before: int | None = None) -> OrdersPage:
    """The OrdersPage, from the order before number `before`."""
    rows = _orders().where(SealOrder.confirmed_at.is_null(False)).order_by(SealOrder.id.desc()).limit(PAGE + 1)
    found = list((rows.where(SealOrder.id < before) if before else rows).dicts())
    others = [_view(row, viewer) for row in _unconfirmed().dicts()] if viewer.has(*READERS) else []
    return OrdersPage(
        count=orders_count(),
        orders=tuple(_view(row, viewer) for row in found[:PAGE]),
        waiting=tuple(order for order in others if order.state == "waiting"),
        withdrawn=tuple(order for order in others if order.state == "withdrawn"),
        may_enter=viewer.has(Role.ADMINISTRATOR),
        older=f"/orders?before={found[PAGE - 1]['id']}" if len(found) > PAGE else None,
    )


def order_view(order_id: int, viewer: Actor) -> OrderView:
    """The OrderView; raises NotFound, also for one not in force unless the viewer is an administrator or supervisor."""
    row = _orders().where(SealOrder.id == order_id).dicts().first()
    if row is None or (row["confirmed_at"] is None and not viewer.has(*READERS)):
        raise NotFound(M("没有这份签批。"))
    return _view(row, viewer)


def get_order(order_id: int) -> SealOrder:
    """The SealOrder; raises NotFound."""
    found = SealOrder.get_or_none(SealOrder.id == order_id)
    if found is None:
        raise NotFound(M("没有这份签批。"))
    return found


def entry_page(viewer: Actor, post_id: int | None, today: date) -> EntryPage:
    """The EntryPage for the post of that number, or for none yet."""
    rows = (
        Account.select(Account.id, Account.display_name)
        .join(RoleGrant, on=RoleGrant.account == Account.id)
        .where(RoleGrant.role == Role.SIGNATORY.value, RoleGrant.revoked_at.is_null(), Account.disabled_at.is_null())
        .where(Account.id != viewer.account)
        .order_by(Account.id)
    )
    signatories = tuple((str(number), name) for number, name in rows.tuples())
    return EntryPage(signatories, post_id, _target_of(post_id), today)


def _orders():
    place = peewee.fn.COALESCE(Post.place_thread, SealOrder.thread)
    return (
        SealOrder.select(
            SealOrder.id,
            SealOrder.number,
            SealOrder.signatory_name,
            SealOrder.signatory_office,
            SealOrder.reason,
            SealOrder.ground,
            SealOrder.signed_on,
            SealOrder.order_hash,
            SealOrder.scan_hash,
            SealOrder.entered_by.alias("entered_by"),
            SealOrder.signatory.alias("signatory"),
            SealOrder.entered_at,
            SealOrder.confirmed_at,
            SealOrder.withdrawn_at,
            SealOrder.withdrawn_reason,
            Post.id.alias("post"),
            Post.place_floor.alias("floor"),
            Thread.id.alias("thread"),
            shown.title_column(),
            Thread.hidden,
        )
        .join(Post, peewee.JOIN.LEFT_OUTER, on=Post.id == SealOrder.post)
        .join_from(SealOrder, Thread, on=Thread.id == place)
    )


def _unconfirmed():
    return _orders().where(SealOrder.confirmed_at.is_null()).order_by(SealOrder.id.desc()).limit(PAGE)


def _view(row, viewer):
    return OrderView(
        id=row["id"],
        number=row["number"],
        name=row["signatory_name"],
        office=row["signatory_office"],
        reason_label=SEAL_LABELS[row["reason"]],
        ground=row["ground"],
        signed_on=row["signed_on"],
        target=_target(row),
        whole=row["post"] is None,
        order_hash=row["order_hash"],
        scan_hash=row["scan_hash"],
        state=_state(row),
        entered_at=row["entered_at"],
        confirmed_at=row["confirmed_at"],
        withdrawn_at=row["withdrawn_at"],
        withdrawn_reason=row["withdrawn_reason"],
        can=frozenset(_can(row, viewer)),
    )


def _state(row):
    if row["confirmed_at"] is not None:
        return "sealed"
    return "withdrawn" if row["withdrawn_at"] is not None else "waiting"


def _can(row, viewer):
    if viewer.has(*READERS):
        yield "scan"
    if viewer.has(Role.ADMINISTRATOR) and _state(row) == "waiting":
        yield "withdraw"
        if viewer.account not in (row["entered_by"], row["signatory"]):
            yield "confirm"


def _target(row):
    title = shown.visible_title(row["title"], row["hidden"])
    if row["post"] is None:
        return Link(title, f"/threads/{row['thread']}")
    return Link(M("%(title)s，%(floor)s", title=title, floor=floor_label(row["floor"])), f"/posts/{row['post']}")


def _target_of(post_id):
    if post_id is None:
        return None
    rows = (
        Post.select(
            Post.id.alias("post"),
            Post.place_floor.alias("floor"),
            Thread.id.alias("thread"),
            shown.title_column(),
            Thread.hidden,
        )
        .join(Thread, on=Thread.id == Post.place_thread)
        .where(Post.id == post_id)
    )
    row = rows.dicts().first()
    return row and _target(row)

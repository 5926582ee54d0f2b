"""Closing an account: asked for by its holder, taken back within GRACE, and done by the worker after that.

What was posted stays, under CLOSED_NAME in place of the name; official answers keep their department. Names that stand in
rows to which the ledger commits stay there and are shown to nobody.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from forum.accounts import actions, guesses
from forum.accounts.models import Account, AccountName, MailAddress, PhoneNumber, RecoveryCode, Reset, RoleGrant
from forum.identities.models import Identity
from forum.messages import M, Message
from forum.problems import Conflict
from forum.roles import SYSTEM, Actor, Role
from forum.store import db, log
from forum.store.log import Deed

GRACE = timedelta(days=7)
CLOSED_NAME = "已注销网友"


def ask_to_close(actor: Actor, *, now: datetime) -> datetime:
    """Close the account after GRACE; returns when. Every session and token ends. The caller has reauthenticated the actor.

    Raises Conflict for the last administrator, and when it was asked for already.
    """
    with db.write():
        if _last_administrator(actor):
            raise Conflict(M("您是唯一的系统管理员。请先让另一个账号成为系统管理员。"))
        closes_at = now + GRACE
        _change(actor, Account.closes_at.is_null(), M("已经申请过注销了。"), closes_at)
        log.record(Deed.CLOSING, ("account", actor.public_id), actor=actor, now=now)
        actions.end_sessions(Account.get_by_id(actor.account), now)
    return closes_at


def keep_open(actor: Actor, *, now: datetime) -> None:
    """Take the request back; raises Conflict when there is none."""
    with db.write():
        _change(actor, Account.closes_at.is_null(False), M("没有申请注销。"), None)
        log.record(Deed.KEEP_OPEN, ("account", actor.public_id), actor=actor, now=now)


def closes_at(account: int | None) -> datetime | None:
    """When the account will be closed; None where its holder has not asked for it."""
    found: datetime | None = Account.select(Account.closes_at).where(Account.id == account).scalar()
    return found


def due_to_close(now: datetime) -> list[Account]:
    """The accounts whose GRACE is over, at most 20."""
    due = Account.select().where(Account.closes_at <= now, Account.closed_at.is_null())
    return list(due.order_by(Account.id).limit(20))


def close(account: Account, *, now: datetime, forget: Callable[[Account], None]) -> bool:
    """Close an account for good; `forget` deletes what other packages keep for it. Returns whether it was still to be done.

    One who has become the last administrator in the meantime stays.
    """
    with db.write():
        due = Account.get_or_none(Account.id == account.id, Account.closes_at <= now, Account.closed_at.is_null())
        if due is None or _last_administrator(Actor(account=due.id)):
            return False
        for grant in list(RoleGrant.select().where(RoleGrant.account == due, RoleGrant.revoked_at.is_null())):
            actions.revoke(due, grant.role, grant.department_id, now=now, actor=SYSTEM)
        _erase(due, now)
        forget(due)
        log.record(Deed.CLOSE_ACCOUNT, ("account", due.public_id), actor=SYSTEM, now=now, account=due.id)
    return True


def _erase(account: Account, now: datetime) -> None:
    former = {"account": account, "name": account.display_name, "name_key": account.name_key, "until": now}
    AccountName.insert(former).execute()
    for model in (MailAddress, PhoneNumber, RecoveryCode, Reset, Identity):
        model.delete().where(model.account == account).execute()
    guesses.forget_clients(account)
    actions.end_sessions(account, now)
    Account.update(
        display_name=CLOSED_NAME,
        name_key=f"closed/{account.id}",
        password_hash=None,
        otp_secret=None,
        language=None,
        history_since=None,
        unread=0,
        closed_at=now,
    ).where(Account.id == account.id).execute()


def _change(actor: Actor, when: object, otherwise: Message, closes: datetime | None) -> None:
    change = Account.update(closes_at=closes).where(Account.id == actor.account, Account.closed_at.is_null(), when)
    if change.execute() != 1:
        raise Conflict(otherwise)


def _last_administrator(actor: Actor) -> bool:
    held = RoleGrant.select(RoleGrant.account).join(Account, on=Account.id == RoleGrant.account)
    held = held.where(RoleGrant.role == Role.ADMINISTRATOR.value, RoleGrant.revoked_at.is_null())
    staying = held.where(Account.disabled_at.is_null(), Account.closes_at.is_null(), Account.id != actor.account)
    return held.where(Account.id == actor.account).exists() and not staying.exists()

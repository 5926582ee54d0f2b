"""What administrators do to an account: disabling and enabling it, resetting its password or authenticator.

A command acts as SYSTEM. On the pages an administrator acts, never on his own account, and nobody alone can take over an
official's account: who has reset one's password may not reset the authenticator too, nor the other way round.
"""

from datetime import datetime, timedelta

from forum.accounts import actions, guesses
from forum.accounts.models import Account, MailAddress, PhoneNumber, RecoveryCode, Reset
from forum.accounts.queries import actor_of_account
from forum.accounts.recovery import code_hash, new_code
from forum.messages import M, Message
from forum.problems import Conflict, Forbidden
from forum.roles import SYSTEM, Actor, Role
from forum.store import db, log
from forum.store.log import Deed
from forum.text.checks import check_text

LONGEST_REASON = 200  # characters
CODE_LASTS = timedelta(days=1)
APART = timedelta(days=30)  # after one reset by an administrator the other one is another's to do
PASSWORD, SECOND_FACTOR = "password", "second-factor"


def disable(account: Account, *, actor: Actor, now: datetime, reason: object) -> None:
    """End every session and token at once and let nobody sign in; what was posted stays.

    Raises Forbidden, Invalid for a missing reason, Conflict when it is disabled already.
    """
    text = _checked(account, actor, reason)
    with db.write():
        _change(account, M("这个账号已经停用了。"), Account.disabled_at.is_null(), disabled_at=now)
        actions.end_sessions(account, now)
        _record(Deed.DISABLE, account, actor, now, text)


def enable(account: Account, *, actor: Actor, now: datetime, reason: object) -> None:
    """Let its owner sign in again; raises Forbidden, Invalid, and Conflict when it is not disabled."""
    text = _checked(account, actor, reason)
    with db.write():
        _change(account, M("这个账号没有停用。"), Account.disabled_at.is_null(False), disabled_at=None)
        _record(Deed.ENABLE, account, actor, now, text)


def reset_password(account: Account, *, actor: Actor, now: datetime, reason: object) -> str:
    """The code with which its owner chooses a new password within CODE_LASTS; it is stored as its hash, so shown once.

    The old password, every session and token, earlier recovery codes, the mail address and the phone number count no longer:
    a thief may have set them. Raises Forbidden and Invalid.
    """
    text, code = _checked(account, actor, reason), new_code()
    with db.write():
        _refuse_both(account, SECOND_FACTOR, actor, now)
        actions.set_password(account, None)
        for model in (RecoveryCode, MailAddress, PhoneNumber):
            model.delete().where(model.account == account).execute()
        _reset(account, PASSWORD, actor, now, code_hash=code_hash(code), expires_at=now + CODE_LASTS)
        _record(Deed.PASSWORD_RESET, account, actor, now, text)
    return code


def reset_second_factor(account: Account, *, actor: Actor, now: datetime, reason: object) -> None:
    """Remove the authenticator and the recovery codes, and end every session and token.

    Raises Forbidden, Invalid, and Conflict when none is bound.
    """
    text = _checked(account, actor, reason)
    with db.write():
        _refuse_both(account, PASSWORD, actor, now)
        _change(account, M("这个账号没有绑定动态口令。"), Account.otp_secret.is_null(False), otp_secret=None)
        RecoveryCode.delete().where(RecoveryCode.account == account).execute()
        _reset(account, SECOND_FACTOR, actor, now)
        _record(Deed.SECOND_FACTOR_RESET, account, actor, now, text)


def may_administer(account: int, actor: Actor) -> bool:
    """Whether `actor` may do any of this to the account of that number."""
    return actor is SYSTEM or (actor.has(Role.ADMINISTRATOR) and actor.account != account)


def _checked(account: Account, actor: Actor, reason: object) -> str:
    """The reason; raises Forbidden and Invalid."""
    if not may_administer(account.id, actor):
        raise Forbidden(M("自己的账号要由另一位系统管理员处理。") if actor.has(Role.ADMINISTRATOR) else None)
    if account.closed_at:
        raise Conflict(M("这个账号已经注销。"))
    return check_text("reason", reason, LONGEST_REASON)


def _refuse_both(account: Account, other: str, actor: Actor, now: datetime) -> None:
    if actor is SYSTEM or not actor_of_account(account, now).official:
        return
    mine = Reset.select().where(Reset.account == account, Reset.kind == other, Reset.given_by == actor.account)
    if mine.where(Reset.given_at > now - APART).exists():
        raise Forbidden(M("有职务的账号，密码和动态口令不能由同一位系统管理员重设，请另一位来做。"))


def _change(account: Account, otherwise: Message, when: object, **columns: object) -> None:
    if Account.update(**columns).where(Account.id == account.id, when).execute() != 1:
        raise Conflict(otherwise)


def _reset(account: Account, kind: str, actor: Actor, now: datetime, **code: object) -> None:
    Reset.insert(account=account, kind=kind, given_by=actor.account, given_at=now, **code).execute()
    actions.end_sessions(account, now)
    guesses.forget_clients(account)


def _record(deed: Deed, account: Account, actor: Actor, now: datetime, text: str) -> None:
    log.record(deed, ("account", account.public_id), actor=actor, now=now, account=account.id, text=text)

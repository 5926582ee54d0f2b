"""Actions on accounts, passwords and roles; deeds are recorded in the log."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import peewee

from forum.accounts import passwords
from forum.accounts.models import NOWHERE, Account, AccountName, Reset, RoleGrant, Session, Token
from forum.accounts.queries import account_named
from forum.messages import M, Message
from forum.problems import Conflict, Invalid
from forum.roles import BOUND_TO_DEPARTMENT, SYSTEM, Actor, Role
from forum.store import db, log
from forum.store.log import Deed
from forum.text.name_keys import name_key
from forum.text.names import check_display_name, check_username
from forum.text.reserved import NOTHING, Reserved

NAMES_RESERVED = timedelta(days=365)  # how long nobody else may take a name that an account gave up
NAME_TAKEN = M("这个昵称与已有的相同或太像，请换一个。")


def register(
    username: object,
    password: object,
    display_name: object,
    *,
    now: datetime,
    reserved: Reserved = NOTHING,
    actor: Actor = SYSTEM,
) -> Account:
    """Create a netizen's account; raises Invalid. `reserved` are names that only offices may have."""
    errors: dict[str, Message] = {}
    username = _collect(errors, check_username, username)
    display_name = _collect(errors, check_display_name, display_name, reserved)
    password = _collect(errors, passwords.check_password, password, username)
    if errors:
        raise Invalid(errors)
    return open_account(username, display_name, passwords.hash_password(password), now=now, actor=actor)


def open_account(
    username: str, display_name: str, password_hash: str | None, *, now: datetime, actor: Actor = SYSTEM
) -> Account:
    """Create an account; raises Invalid when a name is taken. Without a hash nobody can log in to it."""
    _refuse_taken(username, display_name, now)
    try:
        with db.write():
            account = Account.create(
                username=username,
                display_name=display_name,
                name_key=name_key(display_name),
                password_hash=password_hash,
                public_id=secrets.token_hex(8),
                created_at=now,
            )
            log.record(Deed.ACCOUNT_CREATE, ("account", account.public_id), actor=actor, now=now)
    except peewee.IntegrityError:
        _refuse_taken(username, display_name, now)
        raise
    return account


def grant(
    account: Account, role: Role | str, department: int | None = None, *, now: datetime, actor: Actor = SYSTEM
) -> RoleGrant:
    """Grant a role from now on; returns the grant, the existing one when the role is already held.

    Raises Conflict for the roles that need no grant, Invalid for a missing or superfluous department.
    """
    role = _grantable(role, department)
    with db.write():
        held = _held(account, role, department)
        if held is None:
            held = RoleGrant.create(
                account=account, role=role.value, department_id=department, granted_by=actor.account, granted_at=now
            )
            _log_grant(Deed.ROLE_GRANT, account, role, department, actor, now)
            end_sessions(account, now)  # the next session is as short and as well protected as an official's
    return held


def revoke(
    account: Account, role: Role | str, department: int | None = None, *, now: datetime, actor: Actor = SYSTEM
) -> bool:
    """End a role now; the grant stays on record. Returns whether it was held."""
    role = _grantable(role, department)
    with db.write():
        held = _held(account, role, department)
        if held is None:
            return False
        RoleGrant.update(revoked_at=now, revoked_by=actor.account).where(RoleGrant.id == held.id).execute()
        _log_grant(Deed.ROLE_REVOKE, account, role, department, actor, now)
        end_sessions(account, now)
    return True


def change_password(actor: Actor, new: object, *, now: datetime) -> None:
    """Set a new password and end every session and token of the account; raises Invalid.

    The caller has reauthenticated the actor (forum.accounts.step_up).
    """
    account = Account.get_by_id(actor.account)
    new_hash = passwords.hash_password(passwords.check_password(new, account.username))
    with db.write():
        set_password(account, new_hash)
        log.record(Deed.PASSWORD_CHANGE, ("account", account.public_id), actor=actor, now=now)
        end_sessions(account, now)


def set_password(account: Account, password_hash: str | None) -> None:
    """Store another password, None for none; a code with which one could be chosen counts no longer."""
    Account.update(password_hash=password_hash).where(Account.id == account.id).execute()
    Reset.update(code_hash=None).where(Reset.account == account, Reset.code_hash.is_null(False)).execute()


def end_sessions(account: Account, now: datetime) -> None:
    """End every session and token of an account."""
    for model, erased in ((Session, NOWHERE), (Token, {})):
        model.update(ended_at=now, **erased).where(model.account == account, model.ended_at.is_null()).execute()


def _collect(errors: dict[str, Message], check: Callable[..., str], *given: object) -> str:
    """What `check` returns; when it refuses, "" and its errors are added to `errors`."""
    try:
        return check(*given)
    except Invalid as problem:
        errors.update(problem.errors)
        return ""


def _refuse_taken(username: str, display_name: str, now: datetime) -> None:
    if account_named(username):
        raise Invalid(username=M("这个用户名已经有人用了。"))
    given_up = AccountName.name_key == name_key(display_name), AccountName.until > now - NAMES_RESERVED
    if Account.get_or_none(Account.name_key == name_key(display_name)) or AccountName.get_or_none(*given_up):
        raise Invalid(display_name=NAME_TAKEN)


def _grantable(role: Role | str, department: int | None) -> Role:
    role = Role(role)
    if role in (Role.GUEST, Role.NETIZEN):
        raise Conflict(M("网民身份人人都有，不必授予，也不能收回。"))
    if (role in BOUND_TO_DEPARTMENT) != (department is not None):
        raise Invalid(department=M("网络发言人必须属于一个部门，其他身份不属于部门。"))
    return role


def _held(account: Account, role: Role, department: int | None) -> RoleGrant | None:
    same = RoleGrant.department_id.is_null() if department is None else RoleGrant.department_id == department
    return RoleGrant.get_or_none(
        RoleGrant.account == account, RoleGrant.role == role.value, same, RoleGrant.revoked_at.is_null()
    )


def _log_grant(deed: Deed, account: Account, role: Role, department: int | None, actor: Actor, now: datetime) -> None:
    log.record(
        deed,
        ("account", account.public_id),
        actor=actor,
        now=now,
        reason=role.value,
        account=account.id,
        department=department,
    )

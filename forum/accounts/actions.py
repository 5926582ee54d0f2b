"""What is done to accounts and roles, each deed with its entry in the log."""

import secrets
from datetime import timedelta

import peewee

from forum.accounts import limits, passwords
from forum.accounts.models import Account, RoleGrant, Session, Token
from forum.accounts.queries import account_named, actor_of_account, key_hash
from forum.accounts.second_factor import check_code
from forum.messages import M
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.roles import BOUND_TO_DEPARTMENT, SYSTEM, Role
from forum.store import db, log
from forum.store.log import Deed
from forum.text.names import check_display_name, check_username, login_name, name_key

NETIZENS_STAY = timedelta(days=14)
OFFICIALS_STAY = timedelta(hours=12)
TOKENS_LAST = timedelta(days=30)


def register(username, password, display_name, *, now, reserved=(), actor=SYSTEM):
    """A new account, a netizen's; raises Invalid. `reserved` are names that only offices may bear."""
    errors = {}
    username = _collect(errors, check_username, username)
    display_name = _collect(errors, check_display_name, display_name, reserved)
    password = _collect(errors, passwords.check_password, password, username or "")
    if errors:
        raise Invalid(errors)
    return open_account(username, display_name, passwords.hash_password(password), now=now, actor=actor)


def open_account(username, display_name, password_hash, *, now, actor=SYSTEM):
    """The rows of a new account; raises Invalid when a name is taken. Without a hash nobody can log in to it."""
    _refuse_taken(username, display_name)
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
        _refuse_taken(username, display_name)
        raise
    return account


def grant(account, role, department=None, *, now, actor=SYSTEM):
    """Give a role from now on; returns the grant, the old one if it is held already. Netizen needs no grant."""
    role = _grantable(role, department)
    with db.write():
        held = _held(account, role, department)
        if held is None:
            held = RoleGrant.create(
                account=account, role=role.value, department_id=department, granted_by=actor.account, granted_at=now
            )
            _log_grant(Deed.ROLE_GRANT, account, role, department, actor, now)
            end_sessions(account, now)  # the next one is as short, and as well guarded, as an official's
    return held


def revoke(account, role, department=None, *, now, actor=SYSTEM):
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


def log_in(username, password, otp, *, address, now, settings):
    """(session key, Actor) of a new session; raises Unauthorized or TooMany."""
    account, factor = authenticate(username, password, otp, address=address, now=now, settings=settings)
    actor = actor_of_account(account, now)
    key = secrets.token_urlsafe(32)
    stay = OFFICIALS_STAY if actor.official else NETIZENS_STAY
    with db.write():
        Session.insert(
            key_hash=key_hash(key), account=account, created_at=now, expires_at=now + stay, second_factor=factor
        ).execute()
    return key, actor


def issue_token(username, password, otp, *, address, now, settings):
    """(token, expiry, Actor) for the API; officials who owe a second factor get none without it."""
    account, factor = authenticate(username, password, otp, address=address, now=now, settings=settings)
    actor = actor_of_account(account, now)
    if settings.second_factor_required and actor.official and not factor:
        raise Forbidden(M("这个账号须先在网页上绑定动态口令，才能使用接口。"))
    token, expires_at = secrets.token_urlsafe(32), now + TOKENS_LAST
    with db.write():
        Token.insert(key_hash=key_hash(token), account=account, created_at=now, expires_at=expires_at).execute()
    return token, expires_at, actor


def authenticate(username, password, otp, *, address, now, settings):
    """(account, whether a second factor was shown); raises Unauthorized or TooMany."""
    username = login_name(username)
    limits.enforce_limit("login-address", address, now, settings.rate_limits)
    limits.enforce_limit("login", username, now, settings.rate_limits)
    account = account_named(username)
    fits = passwords.matches(account and account.password_hash, password if isinstance(password, str) else "")
    if not fits or account.disabled_at:
        raise Unauthorized(M("用户名或密码不对。"))
    factor = bool(account.otp_secret) and check_code(account, otp, now)
    if account.otp_secret and not factor:
        raise Unauthorized(M("请输入动态口令（验证器上的六位数字）。"))
    limits.clear_attempts("login", username)
    return account, factor


def log_out(key, *, now):
    """End the session of this key, on the server: the cookie is worthless from now on."""
    with db.write():
        Session.update(ended_at=now).where(Session.key_hash == key_hash(key), Session.ended_at.is_null()).execute()


def end_token(token, *, now):
    """End an API token."""
    with db.write():
        Token.update(ended_at=now).where(Token.key_hash == key_hash(token), Token.ended_at.is_null()).execute()


def change_password(actor, current, new, *, now):
    """Set a new password and end every session and token of the account; raises Invalid."""
    account = Account.get_by_id(actor.account)
    if not passwords.matches(account.password_hash, current):
        raise Invalid(current=M("现在的密码不对。"))
    passwords.check_password(new, account.username)
    new_hash = passwords.hash_password(new)
    with db.write():
        Account.update(password_hash=new_hash).where(Account.id == account.id).execute()
        log.record(Deed.PASSWORD_CHANGE, ("account", account.public_id), actor=actor, now=now)
        end_sessions(account, now)


def end_sessions(account, now):
    """End every session and token of an account."""
    for model in (Session, Token):
        model.update(ended_at=now).where(model.account == account, model.ended_at.is_null()).execute()


def _collect(errors, check, *given):
    try:
        return check(*given)
    except Invalid as problem:
        errors.update(problem.errors)


def _refuse_taken(username, display_name):
    if account_named(username):
        raise Invalid(username=M("这个用户名已经有人用了。"))
    if Account.get_or_none(Account.name_key == name_key(display_name)):
        raise Invalid(display_name=M("这个昵称与已有的相同或太像，请换一个。"))


def _grantable(role, department):
    role = Role(role)
    if role in (Role.GUEST, Role.NETIZEN):
        raise Conflict(M("网民身份人人都有，不必授予，也不能收回。"))
    if (role in BOUND_TO_DEPARTMENT) != (department is not None):
        raise Invalid(department=M("网络发言人必须属于一个部门，其他身份不属于部门。"))
    return role


def _held(account, role, department):
    same = RoleGrant.department_id.is_null() if department is None else RoleGrant.department_id == department
    return RoleGrant.get_or_none(
        RoleGrant.account == account, RoleGrant.role == role.value, same, RoleGrant.revoked_at.is_null()
    )


def _log_grant(deed, account, role, department, actor, now):
    log.record(
        deed,
        ("account", account.public_id),
        actor=actor,
        now=now,
        reason=role.value,
        account=account.id,
        department=department,
    )

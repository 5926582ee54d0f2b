"""Signing in and out: sessions of the pages, tokens of the API."""

import secrets
from datetime import datetime, timedelta

from forum.accounts import guesses, passwords
from forum.accounts.actions import set_password
from forum.accounts.guesses import Client, NotGuessed
from forum.accounts.models import NOWHERE, Account, Session, Token
from forum.accounts.old_passwords import is_old
from forum.accounts.queries import account_named, actor_of_account, key_hash
from forum.accounts.recovery import use_recovery_code
from forum.accounts.second_factor import check_code
from forum.config import Settings
from forum.messages import M
from forum.problems import Forbidden, NotFound, Unauthorized
from forum.roles import Actor
from forum.store import db
from forum.text.names import login_name

NETIZENS_STAY = timedelta(days=14)
OFFICIALS_STAY = timedelta(hours=12)
NETIZENS_TOKENS_LAST = timedelta(days=30)
OFFICIALS_TOKENS_LAST = OFFICIALS_STAY  # a token can do what a session can


def log_in(
    username: object, password: object, otp: object, *, client: Client, now: datetime, settings: Settings
) -> tuple[str, Actor]:
    """(session key, Actor) of a new session; raises Unauthorized or TooMany."""
    account, factor = authenticate(username, password, otp, client=client, now=now, settings=settings)
    return open_session(account, factor, client=client, now=now)


def open_session(account: Account, factor: bool, *, client: Client, now: datetime) -> tuple[str, Actor]:
    """(session key, Actor) of a new session of somebody who has proved who he is; `factor`: by a second one too."""
    actor = actor_of_account(account, now)
    key = secrets.token_urlsafe(32)
    stay = OFFICIALS_STAY if actor.official else NETIZENS_STAY
    with db.write():
        Session.insert(
            key_hash=key_hash(key),
            account=account,
            created_at=now,
            expires_at=now + stay,
            second_factor=factor,
            browser=client.browser or None,
            network=client.region or None,
        ).execute()
    return key, actor


def issue_token(
    username: object, password: object, otp: object, *, client: Client, now: datetime, settings: Settings
) -> tuple[str, datetime, Actor]:
    """(token, expiry, Actor) for the API; raises Unauthorized, TooMany, and Forbidden without a required second factor."""
    account, factor = authenticate(username, password, otp, client=client, now=now, settings=settings)
    actor = actor_of_account(account, now)
    if settings.second_factor_required and actor.official and not factor:
        raise Forbidden(M("这个账号须先在网页上绑定动态口令，才能使用接口。"))
    lasts = OFFICIALS_TOKENS_LAST if actor.official else NETIZENS_TOKENS_LAST
    token, expires_at = secrets.token_urlsafe(32), now + lasts
    with db.write():
        Token.insert(key_hash=key_hash(token), account=account, created_at=now, expires_at=expires_at).execute()
    return token, expires_at, actor


def authenticate(
    username: object, password: object, otp: object, *, client: Client, now: datetime, settings: Settings
) -> tuple[Account, bool]:
    """(account, whether a second factor was shown); raises Unauthorized or TooMany."""
    username = login_name(username)
    with guesses.counted(username, client, now, settings):
        account = account_named(username)
        fits = passwords.matches(account and account.password_hash, password if isinstance(password, str) else "")
        if account is None or not fits or account.disabled_at:
            raise Unauthorized(M("用户名或密码不对。"))
        factor = bool(account.otp_secret) and check_factor(account, otp, now, settings)
    if is_old(account.password_hash):
        _replace_old_hash(account, password)
    guesses.remember(account, client, now, settings)
    return account, factor


def _replace_old_hash(account, password):
    new_hash = passwords.hash_password(password)
    with db.write():
        set_password(account, new_hash)


def check_factor(account: Account, otp: object, now: datetime, settings: Settings) -> bool:
    """True for the code of the account's authenticator, or one of its recovery codes; raises Unauthorized for another."""
    if not otp:
        raise NotGuessed(M("请输入动态口令（验证器上的六位数字）。"))
    if check_code(account, otp, now, settings) or use_recovery_code(account, otp, now):
        return True
    raise Unauthorized(M("请输入动态口令（验证器上的六位数字）。"))


def log_out(key: str, *, now: datetime) -> None:
    """End the session of this key on the server, so that its cookie is no longer valid."""
    with db.write():
        ending = Session.update(ended_at=now, **NOWHERE).where(Session.key_hash == key_hash(key))
        ending.where(Session.ended_at.is_null()).execute()


def end_token(token: str, *, now: datetime) -> None:
    """End an API token."""
    with db.write():
        Token.update(ended_at=now).where(Token.key_hash == key_hash(token), Token.ended_at.is_null()).execute()


def revoke_token(actor: Actor, number: int, *, now: datetime) -> None:
    """End one of the actor's own API tokens; raises NotFound for one that is not his, or has ended."""
    with db.write():
        mine = Token.update(ended_at=now).where(Token.id == number, Token.account == actor.account)
        if not mine.where(Token.ended_at.is_null()).execute():
            raise NotFound(M("没有这个访问令牌，或者它已经失效。"))

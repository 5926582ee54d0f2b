"""The officials' second factor: time-based one-time passwords (RFC 6238), each accepted once."""

from datetime import UTC, datetime

import pyotp

from forum.accounts.models import Account, Session, Token
from forum.messages import M
from forum.problems import Invalid
from forum.roles import Actor
from forum.store import db, log
from forum.store.log import Deed

STEP = 30  # seconds


def new_secret() -> str:
    """A new random secret in base32."""
    return pyotp.random_base32()


def enrolment_uri(secret: str, username: str, site: str) -> str:
    """The otpauth:// address that authenticator apps read."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=site)


def check_code(account: Account, code: object, now: datetime) -> bool:
    """Whether `code` is valid at `now` and was not used before (RFC 6238 section 5.2); one step of drift is allowed."""
    step = _step_of(account.otp_secret, code, now)
    if step is None:
        return False
    with db.write():
        used = Account.update(otp_last_step=step).where(Account.id == account.id, Account.otp_last_step < step)
        return bool(used.execute() == 1)


def enrol(actor: Actor, secret: str, code: object, *, now: datetime) -> None:
    """Bind the authenticator of `secret`, which shows `code`; the session counts as one with a second factor at once.

    Ends the account's API tokens; raises Invalid for a wrong code and for an account that has one bound.
    """
    step = _step_of(secret, code, now)
    if step is None:
        raise Invalid(otp=M("动态口令不对，请核对手机时间后再试。"))
    with db.write():
        bound = Account.update(otp_secret=secret, otp_last_step=step)
        if not bound.where(Account.id == actor.account, Account.otp_secret.is_null()).execute():
            raise Invalid(otp=M("这个账号已经绑定了动态口令。"))
        Session.update(second_factor=True).where(Session.id == actor.session).execute()
        Token.update(ended_at=now).where(Token.account == actor.account, Token.ended_at.is_null()).execute()
        log.record(Deed.SECOND_FACTOR, ("account", actor.public_id), actor=actor, now=now)


def _step_of(secret: str, code: object, now: datetime) -> int | None:
    code = code.strip().replace(" ", "") if isinstance(code, str) and code.isascii() else ""
    current = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    return next((step for step in (current, current - 1, current + 1) if totp.verify(code, for_time=_at(step))), None)


def _at(step: int) -> datetime:
    return datetime.fromtimestamp(step * STEP, UTC)

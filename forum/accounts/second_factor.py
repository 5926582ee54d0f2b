"""The officials' second factor: time-based one-time passwords (RFC 6238), each accepted once."""

from datetime import UTC, datetime

import pyotp

from forum.accounts.models import Account, Session, Token
from forum.config import Settings
from forum.messages import M
from forum.private import Encryptor
from forum.problems import Conflict, Forbidden, Invalid
from forum.roles import SYSTEM, Actor
from forum.store import db, log
from forum.store.log import Deed

STEP = 30  # seconds
PURPOSE = "account/otp_secret/{}"


def new_secret() -> str:
    """A new random secret in base32."""
    return pyotp.random_base32()


def enrolment_uri(secret: str, username: str, site: str) -> str:
    """The otpauth:// address that authenticator apps read."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=site)


def enrolment_picture(uri: str) -> str:
    """The data: address of a QR code of an enrolment_uri, dark on white in every colour scheme, with its quiet zone (ISO/IEC 18004)."""
    import segno

    return str(segno.make_qr(uri).svg_data_uri(scale=5, border=4, light="#fff"))


def seal_secret(secret: str, account: int, settings: Settings) -> str:
    """The secret of an account's authenticator as it is stored: encrypted (forum.private)."""
    return Encryptor(settings.secret_key).encrypt(secret, PURPOSE.format(account))


def check_code(account: Account, code: object, now: datetime, settings: Settings) -> bool:
    """Whether `code` is valid at `now` and was not used before (RFC 6238 section 5.2); one step of drift is allowed.

    Raises DecryptionError when the secret was encrypted with another key.
    """
    secret = Encryptor(settings.secret_key).decrypt(account.otp_secret, PURPOSE.format(account.id))
    step = _step_of(secret, code, now)
    if step is None:
        return False
    with db.write():
        used = Account.update(otp_last_step=step).where(Account.id == account.id, Account.otp_last_step < step)
        return bool(used.execute() == 1)


def enrol(
    actor: Actor, secret: str, code: object, *, now: datetime, settings: Settings, replacing: bool = False
) -> None:
    """Bind the authenticator of `secret`, which shows `code`; the session counts as one with a second factor at once.

    Ends the account's API tokens, and with `replacing` its other sessions; raises Invalid for a wrong code, and without
    `replacing` for an account that has one bound. The caller has reauthenticated the actor.
    """
    step = _right_step(secret, code, now)
    with db.write():
        _store(actor.account or 0, secret, step, settings, replacing)
        _end_others(actor, now, sessions=replacing)
        Session.update(second_factor=True).where(Session.id == actor.session).execute()
        log.record(Deed.SECOND_FACTOR, ("account", actor.public_id), actor=actor, now=now)


def bind(account: Account, secret: str, code: object, *, now: datetime, settings: Settings) -> None:
    """Bind the authenticator of `secret`, which shows `code`, to an account that has none, as `wenqu setup` does on the server.

    Raises Invalid for a wrong code.
    """
    step = _right_step(secret, code, now)
    with db.write():
        _store(account.id, secret, step, settings, replacing=False)
        log.record(Deed.SECOND_FACTOR, ("account", account.public_id), actor=SYSTEM, now=now)


def unbind(actor: Actor, *, now: datetime, settings: Settings) -> None:
    """Remove the authenticator; ends the account's tokens and other sessions. The caller has reauthenticated the actor.

    Raises Forbidden for an official who needs one, Conflict when there is none.
    """
    if actor.official and settings.second_factor_required:
        raise Forbidden(M("有职务的账号必须绑定动态口令，可以更换，不能解除。"))
    with db.write():
        removed = Account.update(otp_secret=None).where(Account.id == actor.account, Account.otp_secret.is_null(False))
        if not removed.execute():
            raise Conflict(M("这个账号没有绑定动态口令。"))
        _end_others(actor, now, sessions=True)
        Session.update(second_factor=False).where(Session.id == actor.session).execute()
        log.record(Deed.SECOND_FACTOR_END, ("account", actor.public_id), actor=actor, now=now)


def _end_others(actor: Actor, now: datetime, *, sessions: bool) -> None:
    Token.update(ended_at=now).where(Token.account == actor.account, Token.ended_at.is_null()).execute()
    if sessions:
        others = Session.update(ended_at=now).where(Session.account == actor.account, Session.ended_at.is_null())
        others.where(Session.id != actor.session).execute()


def _store(account: int, secret: str, step: int, settings: Settings, replacing: bool) -> None:
    """Raises Invalid for an account that has, or when `replacing` has not, one bound."""
    bound = Account.update(otp_secret=seal_secret(secret, account, settings), otp_last_step=step)
    if not bound.where(Account.id == account, Account.otp_secret.is_null(not replacing)).execute():
        raise Invalid(otp=M("这个账号的动态口令刚刚有了变化，请刷新页面再看。"))


def _right_step(secret: str, code: object, now: datetime) -> int:
    """Raises Invalid for a code that is wrong."""
    step = _step_of(secret, code, now)
    if step is None:
        raise Invalid(otp=M("动态口令不对，请核对手机时间后再试。"))
    return step


def _step_of(secret: str, code: object, now: datetime) -> int | None:
    code = code.strip().replace(" ", "") if isinstance(code, str) and code.isascii() else ""
    current = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    return next((step for step in (current, current - 1, current + 1) if totp.verify(code, for_time=_at(step))), None)


def _at(step: int) -> datetime:
    return datetime.fromtimestamp(step * STEP, UTC)

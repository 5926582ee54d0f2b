"""Reauthentication before a critical action (ASVS 7.5.3)."""

from datetime import datetime

from forum.accounts import passwords
from forum.accounts.limits import ATTEMPTS
from forum.accounts.models import Account
from forum.accounts.signing_in import check_factor
from forum.config import Settings
from forum.messages import M
from forum.problems import Invalid, Unauthorized
from forum.roles import Actor


def reauthenticate(
    actor: Actor,
    password: str | None,
    otp: str | None,
    *,
    now: datetime,
    settings: Settings,
    fields: tuple[str, str] = ("password", "otp"),
) -> None:
    """Raises Invalid, which names the one of `fields` that is wrong, unless `password` is the actor's.

    So must `otp` be where a second factor is bound: a code of the authenticator or a recovery code.

    Raises TooMany after some wrong ones. They are counted for whoever is signed in to the account: wrong guesses of those
    who are not don't count here (docs/decisions/0011).
    """
    if not password:
        raise Invalid({fields[0]: M("请再输入一次密码。")})
    counted = ATTEMPTS.count("step-up", actor.account, now) if settings.rate_limits else None
    _check(Account.get_by_id(actor.account), password, otp, now, settings, fields)
    if counted:
        ATTEMPTS.take_back(counted)


def _check(
    account: Account, password: str, otp: str | None, now: datetime, settings: Settings, fields: tuple[str, str]
) -> None:
    if not passwords.matches(account.password_hash, password):
        raise Invalid({fields[0]: M("密码不对。")})
    if not account.otp_secret:
        return
    try:
        check_factor(account, otp, now, settings)
    except Unauthorized as refusal:
        raise Invalid({fields[1]: refusal.detail}) from None

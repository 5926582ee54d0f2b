"""Reauthentication before a critical action (ASVS 7.5.3)."""

from datetime import datetime

from forum.accounts.actions import authenticate
from forum.config import Settings
from forum.messages import M
from forum.problems import Invalid, Unauthorized
from forum.roles import Actor


def reauthenticate(
    actor: Actor, password: str | None, otp: str | None, *, address: str | None, now: datetime, settings: Settings
) -> None:
    """Raises Invalid unless `password` and, where a second factor is bound, `otp` are the actor's; TooMany after some tries."""
    if not password:
        raise Invalid(password=M("请再输入一次密码。"))
    try:
        authenticate(actor.username, password, otp, address=address, now=now, settings=settings)
    except Unauthorized as refusal:
        raise Invalid(password=refusal.detail) from None

"""Signing in afresh for a deed that a forgotten session must not be enough for (ASVS 7.5.3)."""

from forum.accounts.actions import authenticate
from forum.messages import M
from forum.problems import Invalid, Unauthorized


def reauthenticate(actor, password, otp, *, address, now, settings):
    """Raises Invalid unless `password`, and the code where a second factor is bound, are the actor's; TooMany after some tries."""
    if not password:
        raise Invalid(password=M("请再输入一次密码。"))
    try:
        authenticate(actor.username, password, otp, address=address, now=now, settings=settings)
    except Unauthorized as refusal:
        raise Invalid(password=refusal.detail) from None

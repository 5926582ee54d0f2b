"""The signed address to which a letter is answered: it names the account, and the thread or post, and when it was made. Pure.

It is a part of an address, so it has few characters, and none that a mail system changes (RFC 5321 section 4.5.3.1.1: 64 before the @).
"""

import hashlib
import hmac
from base64 import b32decode, b32encode
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LASTS = timedelta(days=90)
FIRST_DAY = date(2010, 1, 1)
SIGNED = 14  # bytes: what is answered (1), account (5), its number (6), day (2)
SIGNATURE = 10  # bytes of the HMAC that are kept; 80 bits cannot be guessed by mail
THREAD, POST = b"t", b"p"


@dataclass(frozen=True)
class ReplyTo:
    """What is answered by whom: `post` is None where it is the thread itself; exactly one of both is given."""

    account: int
    thread: int | None
    post: int | None
    made_on: date


def reply_address(base: str, account: int, *, thread: int, post: int | None, now: datetime, secret: str) -> str:
    """The address for answers of `account`; `base` is the mailbox, as "reply@wen.example.gov.cn"."""
    kind, number = (POST, post) if post else (THREAD, thread)
    day = (now.astimezone(UTC).date() - FIRST_DAY).days
    signed = kind + account.to_bytes(5) + number.to_bytes(6) + day.to_bytes(2)
    token = b32encode(signed + _signature(signed, secret)).decode().rstrip("=").lower()
    mailbox, _, host = base.partition("@")
    return f"{mailbox}+{token}@{host}"


def read_address(address: str, base: str, secret: str) -> ReplyTo | None:
    """The ReplyTo of an address that was signed here, in whatever case it comes; None for any other."""
    local, _, host = address.lower().rpartition("@")
    mailbox, _, own_host = base.lower().partition("@")
    token = local.removeprefix(f"{mailbox}+")
    if host != own_host or token == local or not token.isascii():
        return None
    try:
        raw = b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    signed = raw[:SIGNED]
    if len(raw) != SIGNED + SIGNATURE or not hmac.compare_digest(raw[SIGNED:], _signature(signed, secret)):
        return None
    account, number, day = (int.from_bytes(part) for part in (signed[1:6], signed[6:12], signed[12:]))
    post = number if signed[:1] == POST else None
    return ReplyTo(account, None if post else number, post, FIRST_DAY + timedelta(days=day))


def is_too_old(reply_to: ReplyTo, now: datetime) -> bool:
    """Whether an address is answered no more."""
    return now.astimezone(UTC).date() - reply_to.made_on > LASTS


def _signature(signed: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"wenqu/reply-address/v1\0" + signed, hashlib.sha256)[:SIGNATURE]

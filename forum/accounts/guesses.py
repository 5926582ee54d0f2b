"""Limits guesses at passwords and codes without letting an outsider lock anybody out (docs/decisions/0011).

A guess is counted as wrong before it is checked, in one write transaction, and taken back when it was right: of any number
of guesses that come at once no more are checked than the limits allow, and right ones never count.

- The same client at the same account: the first FREE are free, then each wrong guess doubles the delay before the next.
- Clients that the account does not know share a budget for each account, and one for each network.

A client is known to an account after it has signed in to it: by the cookie of its device (OWASP "device cookies"), or by
its network. What strangers do never delays a known client.
"""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from forum.accounts.limits import ATTEMPTS
from forum.accounts.models import Account, Attempt, KnownClient
from forum.config import Settings
from forum.problems import TooMany, Unauthorized
from forum.store import db

FREE = 5  # wrong guesses of one client at one account before the first delay
FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(minutes=15)
REMEMBERED = timedelta(days=1)  # how long a wrong guess lengthens the delay
KNOWN_FOR = timedelta(days=90)  # since the client last signed in to the account
KIND = "login"


@dataclass(frozen=True)
class Client:
    """Where a guess comes from: an IP address, the key in the cookie of the device, if it has one, and the name of its browser."""

    address: str | None
    device: str | None = None
    browser: str = ""

    @property
    def network(self) -> str:
        """The address, of IPv6 the /64 that one subscriber has; "" without one."""
        try:
            parsed = ip_address(self.address or "")
        except ValueError:
            return self.address or ""
        wide = isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped
        return str(IPv6Address(int(parsed) >> 64 << 64)) if wide else self.address or ""

    @property
    def region(self) -> str:
        """The first half of an IPv4 address, the first 32 bits of one of IPv6: roughly a provider's area. "" without one."""
        try:
            parsed = ip_address(self.address or "")
        except ValueError:
            return ""
        mapped = getattr(parsed, "ipv4_mapped", None) or parsed
        if isinstance(mapped, IPv6Address):
            return ":".join(mapped.exploded.split(":")[:2]) + ":*"
        return ".".join(str(mapped).split(".")[:2]) + ".*.*"


class NotGuessed(Unauthorized):
    """Refused, but nothing was guessed: the password is right, and the code was left out."""


@contextmanager
def counted(username: str, client: Client, now: datetime, settings: Settings) -> Iterator[None]:
    """Count one wrong guess at the account `username`, and take it back unless the block raises; raises TooMany."""
    if not settings.rate_limits:
        yield
        return
    own, known = _own_key(username, client, now, settings)
    numbers = _count(username, client, own, known, now, settings)
    try:
        yield
    except NotGuessed:
        ATTEMPTS.take_back(*numbers)
        raise
    _was_right(numbers, own)


def remember(account: Account, client: Client, now: datetime, settings: Settings) -> None:
    """Know the client from now on as one from which this account has signed in."""
    if not settings.rate_limits:
        return
    with db.write():
        KnownClient.delete().where(KnownClient.account == account, KnownClient.last_at < now - KNOWN_FOR).execute()
        for key in _keys(account.username, client, settings):
            row = {"key_hash": key, "account": account, "last_at": now}
            kept = KnownClient.insert(row).on_conflict(
                conflict_target=[KnownClient.key_hash], update={KnownClient.last_at: now}
            )
            kept.execute()


def forget_clients(account: Account) -> None:
    """Know none of the account's clients any more, as after a reset: one of them may be a thief's."""
    KnownClient.delete().where(KnownClient.account == account).execute()


def delay_after(failures: int) -> timedelta:
    """How long a client waits after so many wrong guesses at one account."""
    if failures < FREE:
        return timedelta(0)
    return min(FIRST_DELAY * 2 ** min(failures - FREE, 10), LONGEST_DELAY)


def _count(username: str, client: Client, own: str, known: bool, now: datetime, settings: Settings) -> tuple[int, ...]:
    """The numbers of the attempts counted."""
    shared = () if known else (("login-account", _hash(settings, username)), ("login-network", client.network))
    _refuse_hasty(own, now)  # all without the write lock at first, so that refused guesses don't delay writers
    for kind, subject in shared:
        ATTEMPTS.check(kind, subject, now)
    with db.write():
        _refuse_hasty(own, now)
        numbers = [ATTEMPTS.count(kind, subject, now) for kind, subject in shared]
        return (*numbers, int(Attempt.insert(kind=KIND, subject=own, at=now).execute()))


def _refuse_hasty(own: str, now: datetime) -> None:
    mine = Attempt.select(Attempt.at).where(
        Attempt.kind == KIND, Attempt.subject == own, Attempt.at > now - REMEMBERED, Attempt.at < now + LONGEST_DELAY
    )
    times = [at for (at,) in mine.order_by(Attempt.at.desc()).limit(FREE + 10).tuples()]
    left = times[0] + delay_after(len(times)) - now if len(times) >= FREE else timedelta(0)
    if left > timedelta(0):
        raise TooMany(retry_after=max(1, round(left.total_seconds())))


def _was_right(numbers: tuple[int, ...], own: str) -> None:
    with db.write():
        ATTEMPTS.take_back(*numbers)
        Attempt.delete().where(Attempt.kind == KIND, Attempt.subject == own).execute()


def _own_key(username: str, client: Client, now: datetime, settings: Settings) -> tuple[str, bool]:
    """(the key under which the client's guesses at the account are counted, whether the account knows the client)."""
    keys = _keys(username, client, settings)
    rows = KnownClient.select(KnownClient.key_hash).where(
        KnownClient.key_hash.in_(keys), KnownClient.last_at > now - KNOWN_FOR
    )
    known = {key for (key,) in rows.tuples()}
    return next((key for key in keys if key in known), keys[-1]), bool(known)


def _keys(username: str, client: Client, settings: Settings) -> list[str]:
    """The client's keys for this account: of its device, if it has one, and last of its network."""
    given = [("device", client.device)] if client.device else []
    return [_hash(settings, kind, value, username) for kind, value in (*given, ("network", client.network))]


def _hash(settings: Settings, *parts: str) -> str:
    """A keyed hash, since addresses are few enough to be found by trying them all."""
    text = "\0".join(("wenqu/client/v1", *parts)).encode("utf-8", "surrogatepass")
    return hmac.new(settings.secret_key.encode(), text, hashlib.sha256).hexdigest()

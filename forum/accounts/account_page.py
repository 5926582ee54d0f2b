"""What the page of one's own account shows of passwords, codes and tokens."""

from dataclasses import dataclass
from datetime import datetime

import peewee

from forum.accounts.models import Account, MailAddress, PhoneNumber, RecoveryCode, Token
from forum.roles import Actor


@dataclass(frozen=True)
class OwnToken:
    """An API token that has not ended; `number` names it in addresses and opens nothing."""

    number: int
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class AccountPage:
    """`bound`: an authenticator is bound; `mail`: an address is confirmed; `phone`: a number was given; `codes_left`: unused
    recovery codes; `closes_at`: when it will be closed, as its holder asked; `profile`: the address of its public page;
    `tokens`: those of the API, newest first.
    """

    bound: bool
    mail: bool
    phone: bool
    codes_left: int
    closes_at: datetime | None
    profile: str
    tokens: tuple[OwnToken, ...]


def account_page(actor: Actor, now: datetime) -> AccountPage:
    """The AccountPage of the actor."""
    tokens = Token.select(Token.id, Token.created_at, Token.expires_at).where(
        Token.account == actor.account, Token.ended_at.is_null(), Token.expires_at > now
    )
    own = Account.get_by_id(actor.account)
    return AccountPage(
        own.otp_secret is not None,
        *_reachable(actor),
        codes_left(actor.account),
        own.closes_at,
        f"/users/{own.profile_id}",
        tuple(OwnToken(*row) for row in tokens.order_by(Token.id.desc()).limit(100).tuples()),
    )


def _reachable(actor: Actor) -> tuple[bool, bool]:
    """Whether the actor has confirmed a mail address, and has given a phone number, in one statement."""
    confirmed = MailAddress.select().where(MailAddress.account == actor.account, MailAddress.sealed.is_null(False))
    given = PhoneNumber.select().where(PhoneNumber.account == actor.account)
    exists = peewee.fn.EXISTS
    mail, phone = Account.select(exists(confirmed), exists(given)).where(Account.id == actor.account).tuples().get()
    return bool(mail), bool(phone)


def is_bound(account: int | None) -> bool:
    """Whether the account has an authenticator bound."""
    return bool(Account.select().where(Account.id == account, Account.otp_secret.is_null(False)).exists())


def codes_left(account: int | None) -> int:
    """How many recovery codes of the account are unused."""
    return int(RecoveryCode.select().where(RecoveryCode.account == account, RecoveryCode.used_at.is_null()).count())

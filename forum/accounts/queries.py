"""Reads accounts: the actor of a session key or a bearer token, in one query."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import peewee

from forum.accounts.models import Account, MailAddress, RoleGrant, Sanction, Session, Token
from forum.accounts.sanctions import SanctionKind
from forum.roles import ActingRole, Actor, Role, Suspension
from forum.store.db import composed


def key_hash(key: str) -> str:
    """The hash under which a session key or a token is stored."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def actor_of_session(key: str, now: datetime, second_factor_required: bool) -> Actor | None:
    """The Actor of a session that has not ended, or None."""
    return _actor_of(Session, key, now, second_factor_required)


def account_of_session(key: str | None) -> int | None:
    """The id of the account to which a session belongs or belonged, None for an unknown key."""
    found = key and Session.get_or_none(Session.key_hash == key_hash(key))
    return found.account_id if found else None


def actor_of_token(key: str, now: datetime, second_factor_required: bool) -> Actor | None:
    """The Actor of a token that has not ended, or None.

    Binding a second factor ends the account's tokens, so every later token was issued with it.
    """
    return _actor_of(Token, key, now, second_factor_required)


def actor_of_account(account: Account, now: datetime, language: str | None = None) -> Actor:
    """The Actor of an account row, for the command line and the worker."""
    grants = RoleGrant.select(RoleGrant.role, RoleGrant.department_id).where(
        RoleGrant.account == account, _held_at(now)
    )
    acting_roles = frozenset(ActingRole(Role(role), department) for role, department in grants.tuples())
    sanctions = Sanction.select(Sanction.until, Sanction.code, Sanction.text).where(
        Sanction.account == account, _suspends(now)
    )
    suspension = sanctions.tuples().first()
    return Actor(
        account.id,
        account.display_name,
        account.public_id,
        account.username,
        acting_roles,
        language,
        suspension=suspension and Suspension(*suspension),
    )


def account_named(username: str) -> Account | None:
    """The account with this username, or None."""
    return Account.get_or_none(Account.username == username)


def accounts_of_one_person(accounts: Iterable[int | None]) -> set[int]:
    """These accounts and all that are known to be of the same people: those with the same confirmed mail address."""
    known = {account for account in accounts if account is not None}
    return known | {account for (account,) in _with_the_mail_address_of(*known)}


@composed
def _with_the_mail_address_of(*accounts: Any) -> Any:
    mine = MailAddress.select(MailAddress.key_hash).where(
        MailAddress.account.in_(accounts), MailAddress.key_hash.is_null(False)
    )
    return MailAddress.select(MailAddress.account).where(MailAddress.key_hash.in_(mine)).tuples()


def person_of_each(accounts: Iterable[int]) -> dict[int, int]:
    """{account: the lowest number of the accounts given that are of the same person}."""
    known = set(accounts)
    rows = MailAddress.select(MailAddress.account, MailAddress.key_hash).where(
        MailAddress.account.in_(known), MailAddress.key_hash.is_null(False)
    )
    first: dict[str, int] = {}
    same = {account: first.setdefault(key, account) for account, key in rows.order_by(MailAddress.account).tuples()}
    return {account: same.get(account, account) for account in known}


def names_of_staff() -> set[str]:
    """The display names of all accounts that hold or held a role beyond a netizen's."""
    held = RoleGrant.select(Account.display_name).join(Account, on=Account.id == RoleGrant.account)
    return {name for (name,) in held.where(RoleGrant.role != Role.NETIZEN.value).distinct().tuples()}


def _actor_of(model: type[Session] | type[Token], key: str, now: datetime, required: bool) -> Actor | None:
    rows = _holders(key_hash(key), now, model=model)
    return _actor(rows, required) if rows else None


@composed
def _holders(hashed, now, *, model):
    shown = Session.second_factor if model is Session else Account.otp_secret.is_null(False)
    return (
        model.select(
            model.id,
            Account.id,
            Account.display_name,
            Account.public_id,
            Account.username,
            Account.language,
            Account.unread,
            shown,
            RoleGrant.role,
            RoleGrant.department_id,
            Sanction.until,
            Sanction.code,
            Sanction.text,
        )
        .join(Account)
        .join(RoleGrant, peewee.JOIN.LEFT_OUTER, on=(RoleGrant.account == Account.id) & _held_at(now))
        .join_from(Account, Sanction, peewee.JOIN.LEFT_OUTER, on=(Sanction.account == Account.id) & _suspends(now))
        .where(
            model.key_hash == hashed,
            model.ended_at.is_null(),
            model.expires_at > now,
            Account.disabled_at.is_null(),
        )
        .tuples()
    )


def _held_at(now: datetime) -> peewee.Expression:
    return (RoleGrant.granted_at <= now) & (RoleGrant.revoked_at.is_null() | (RoleGrant.revoked_at > now))


def _suspends(now: datetime) -> peewee.Expression:
    return (Sanction.kind == SanctionKind.SUSPENSION.value) & (Sanction.until > now) & Sanction.lifted_at.is_null()


def _actor(rows: Sequence[tuple[Any, ...]], required: bool) -> Actor:
    login, account, name, public_id, username, language, unread, shown, *_ = rows[0]
    held = frozenset(ActingRole(Role(row[8]), row[9]) for row in rows if row[8])
    # Officials without the required second factor count as netizens: deny by default.
    waits = bool(held) and required and not shown
    return Actor(
        account,
        name,
        public_id,
        username,
        frozenset() if waits else held,
        language,
        login,
        unread,
        second_factor=bool(shown),
        waiting=waits,
        suspension=Suspension(*rows[0][10:13]) if rows[0][10] else None,
    )


def role_holders(role: str | None = None) -> Iterable[tuple[str, str, str, int | None]]:
    """(username, display name, role, department id) of every grant in force, ordered by username."""
    rows = RoleGrant.select(Account.username, Account.display_name, RoleGrant.role, RoleGrant.department_id).join(
        Account, on=RoleGrant.account == Account.id
    )
    rows = rows.where(RoleGrant.revoked_at.is_null())
    return (rows.where(RoleGrant.role == role) if role else rows).order_by(Account.username).tuples()

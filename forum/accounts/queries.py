"""Reading accounts: who acts, from a session key or a bearer token, in one query."""

import hashlib

import peewee

from forum.accounts.models import Account, RoleGrant, Sanction, Session, Token
from forum.accounts.sanctions import SanctionKind
from forum.roles import ActingRole, Actor, Role, Suspension


def key_hash(key):
    """What is stored of a session key or a token."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def actor_of_session(key, now, second_factor_required):
    """The Actor of a live session, or None."""
    return _actor_of(Session, key, now, Session.second_factor, second_factor_required)


def actor_of_token(key, now, second_factor_required):
    """The Actor of a live bearer token, or None. Binding a second factor ends older tokens, so later ones have shown it."""
    return _actor_of(Token, key, now, Account.otp_secret.is_null(False), second_factor_required)


def actor_of_account(account, now, language=None):
    """The Actor of an account row, for the command line and the worker."""
    grants = RoleGrant.select(RoleGrant.role, RoleGrant.department_id).where(
        RoleGrant.account == account, _held_at(now)
    )
    hats = frozenset(ActingRole(Role(role), department) for role, department in grants.tuples())
    held = Sanction.select(Sanction.until, Sanction.code, Sanction.text).where(
        Sanction.account == account, _suspends(now)
    )
    suspension = held.tuples().first()
    return Actor(
        account.id,
        account.display_name,
        account.public_id,
        account.username,
        hats,
        language,
        suspension=suspension and Suspension(*suspension),
    )


def account_named(username):
    """The account with this username, or None."""
    return Account.get_or_none(Account.username == username)


def _actor_of(model, key, now, shown, required):
    rows = list(
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
            model.key_hash == key_hash(key),
            model.ended_at.is_null(),
            model.expires_at > now,
            Account.disabled_at.is_null(),
        )
        .tuples()
    )
    return _actor(rows, required) if rows else None


def _held_at(now):
    return (RoleGrant.granted_at <= now) & (RoleGrant.revoked_at.is_null() | (RoleGrant.revoked_at > now))


def _suspends(now):
    return (Sanction.kind == SanctionKind.SUSPENSION.value) & (Sanction.until > now) & Sanction.lifted_at.is_null()


def _actor(rows, required):
    login, account, name, public_id, username, language, unread, shown, *_ = rows[0]
    held = frozenset(ActingRole(Role(row[8]), row[9]) for row in rows if row[8])
    # Without the second factor that officials owe, they are netizens: deny by default.
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


def role_holders(role=None):
    """(username, display name, role, department id) of every grant that holds now."""
    rows = RoleGrant.select(Account.username, Account.display_name, RoleGrant.role, RoleGrant.department_id).join(
        Account, on=RoleGrant.account == Account.id
    )
    rows = rows.where(RoleGrant.revoked_at.is_null())
    return (rows.where(RoleGrant.role == role) if role else rows).order_by(Account.username).tuples()

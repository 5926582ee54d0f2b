"""Reads accounts for the administrators' pages."""

from dataclasses import dataclass
from datetime import datetime

from peewee import ModelSelect, fn

from boards.models.threads import Department
from boards.rules.deeds.table import RECORDS
from forum.accounts.administration import may_administer
from forum.accounts.models import Account, RecoveryCode, RoleGrant, Session, Token
from forum.deeds import Deed
from forum.messages import M, Message
from forum.problems import NotFound
from forum.roles import LABELS, Actor, Role
from forum.store.log import Entry, entry_data

MOST = 50  # accounts on one page
NEWEST = 50  # deeds shown of an account


@dataclass(frozen=True)
class AccountRow:
    """An account in the list."""

    public_id: str
    username: str
    name: str
    created_at: datetime
    disabled: bool


@dataclass(frozen=True)
class AccountsPage:
    """`wanted` is what was searched for; `older` is the number before which the next page begins, None on the last."""

    wanted: str
    rows: tuple[AccountRow, ...]
    older: int | None


@dataclass(frozen=True)
class HeldRole:
    """A role in force; `department` is the name of a spokesperson's."""

    label: Message
    department: str | None
    since: datetime


@dataclass(frozen=True)
class AccountDeed:
    """Something that was done to the account, by whom, and why."""

    label: Message
    at: datetime
    actor: str | None
    reason: str


@dataclass(frozen=True)
class AdministeredAccount:
    """An account as an administrator sees it; `may_act`: it is not his own. Passwords and codes are shown to nobody."""

    public_id: str
    username: str
    name: str
    created_at: datetime
    disabled_at: datetime | None
    has_password: bool
    bound: bool
    codes_left: int
    sessions: int
    tokens: int
    roles: tuple[HeldRole, ...]
    deeds: tuple[AccountDeed, ...]
    may_act: bool


def accounts_page(wanted: str, before: int | None) -> AccountsPage:
    """The accounts whose username or name contains `wanted`, newest first."""
    columns = (Account.id, Account.public_id, Account.username, Account.display_name, Account.created_at)
    rows = Account.select(*columns, Account.disabled_at).order_by(Account.id.desc()).limit(MOST + 1)
    if wanted:
        rows = rows.where(Account.username.contains(wanted.lower()) | Account.display_name.contains(wanted))
    if before:
        rows = rows.where(Account.id < before)
    found = list(rows.tuples())
    shown = tuple(_row(*row[1:]) for row in found[:MOST])
    return AccountsPage(wanted, shown, found[MOST - 1][0] if len(found) > MOST else None)


def _row(public_id: str, username: str, name: str, created_at: datetime, disabled_at: datetime | None) -> AccountRow:
    return AccountRow(public_id, username, name, created_at, disabled_at is not None)


def get_account(public_id: str) -> Account:
    """The account of that public id; raises NotFound."""
    account = Account.get_or_none(Account.public_id == public_id)
    if account is None:
        raise NotFound(M("没有这个账号。"))
    return account


def administered_account(public_id: str, viewer: Actor, now: datetime) -> AdministeredAccount:
    """The AdministeredAccount of that public id; raises NotFound."""
    account = get_account(public_id)
    codes, sessions, tokens = _counts(account, now)
    return AdministeredAccount(
        account.public_id,
        account.username,
        account.display_name,
        account.created_at,
        account.disabled_at,
        account.password_hash is not None,
        account.otp_secret is not None,
        codes,
        sessions,
        tokens,
        _roles(account),
        _deeds(account),
        may_administer(account.id, viewer),
    )


def _counts(account: Account, now: datetime) -> tuple[int, int, int]:
    """How many unused recovery codes, sessions and tokens it has, in one statement."""
    codes = RecoveryCode.select(fn.COUNT(RecoveryCode.id)).where(
        RecoveryCode.account == account, RecoveryCode.used_at.is_null()
    )
    counted: tuple[int, int, int] = (
        Account.select(codes, _open(Session, account, now), _open(Token, account, now))
        .where(Account.id == account.id)
        .tuples()
        .get()
    )
    return counted


def _open(model: type[Session] | type[Token], account: Account, now: datetime) -> ModelSelect:
    mine = model.select(fn.COUNT(model.id))
    return mine.where(model.account == account, model.ended_at.is_null(), model.expires_at > now)


def _roles(account: Account) -> tuple[HeldRole, ...]:
    rows = (
        RoleGrant.select(RoleGrant.role, Department.name, RoleGrant.granted_at)
        .left_outer_join(Department, on=RoleGrant.department_id == Department.id)
        .where(RoleGrant.account == account, RoleGrant.revoked_at.is_null())
        .order_by(RoleGrant.id)
    )
    return tuple(HeldRole(LABELS[Role(role)], department, since) for role, department, since in rows.tuples())


def _deeds(account: Account) -> tuple[AccountDeed, ...]:
    rows = (
        Entry.select(Entry.deed, Entry.at, Account.display_name, Entry.data)
        .left_outer_join(Account, on=Entry.actor_id == Account.id)
        .where(Entry.object == f"account/{account.public_id}")
        .order_by(Entry.id.desc())
        .limit(NEWEST)
    )
    return tuple(
        AccountDeed(RECORDS[Deed(deed)].label, at, actor, str(entry_data(data).get("text", "")))
        for deed, at, actor, data in rows.tuples()
    )

"""What is true of an installation before it goes live, read from its settings, database and disk."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from boards.clocks.city import City
from boards.demo.city import PASSWORD, SHOWN
from boards.installation.checks import Facts
from boards.models.threads import Board, Department
from boards.queries.parts.current_city import with_current_calendar
from boards.rules.status import Section
from forum.accounts.models import Account, RoleGrant
from forum.accounts.passwords import matches
from forum.backup.queries import last_backup
from forum.config import Settings
from forum.operations import readiness, verification
from forum.roles import Role
from forum.store.sql.conditions import is_true


def facts(settings: Settings, city: City, now: datetime) -> Facts:
    """The Facts as of now, of a connected database."""
    backup, year = last_backup(), city.day(now).year
    return Facts(
        settings=settings,
        departments=Department.select().where(is_true(Department.active)).count(),
        silent=_silent(now),
        sections=frozenset(section for (section,) in Board.select(Board.section).distinct().tuples()),
        holders=_holders(now),
        unprotected=_unprotected(now),
        demo=_of_the_demo(),
        year=year,
        known_years=frozenset(each for each in (year, year + 1) if _is_known(city, each)),
        backup_age=backup and now - backup.finished_at,
        verified=verification.last(settings.data),
        disk=readiness.disk(settings),
        data_private=settings.data.stat().st_mode & 0o077 == 0,
        memory_apart=settings.ledger_memory.parent.stat().st_dev != settings.data.stat().st_dev,
    )


def _held(now: datetime) -> Iterable[tuple[int, str, int | None]]:
    """(account, role, department) of what accounts in use hold."""
    rows = RoleGrant.select(RoleGrant.account_id, RoleGrant.role, RoleGrant.department_id).join(Account)
    in_force = RoleGrant.revoked_at.is_null() | (RoleGrant.revoked_at > now)
    return list(rows.where(in_force, Account.disabled_at.is_null(), Account.closed_at.is_null()).tuples())


def _silent(now: datetime) -> list[str]:
    spoken_for = {department for _, role, department in _held(now) if role == Role.SPOKESPERSON.value}
    rows = Department.select(Department.id, Department.short).join(Board, on=Board.department == Department.id)
    open_boards = rows.where(is_true(Department.active), Board.section == Section.DEPARTMENT.value)
    return [short for number, short in open_boards.order_by(Department.position).tuples() if number not in spoken_for]


def _holders(now: datetime) -> dict[str, int]:
    """{role: how many accounts hold it}."""
    held = {(account, role) for account, role, _ in _held(now)}
    return {each.value: sum(role == each.value for _, role in held) for each in Role}


def _unprotected(now: datetime) -> list[str]:
    officials = {account for account, _, _ in _held(now)}
    rows = Account.select(Account.id, Account.username).where(Account.otp_secret.is_null()).order_by(Account.username)
    return [username for number, username in rows.tuples() if number in officials]


def _of_the_demo() -> list[str]:
    names = [username for username, _ in SHOWN]
    rows = Account.select(Account.username, Account.password_hash).where(Account.username.in_(names))
    return sorted(username for username, stored in rows.tuples() if stored and matches(stored, PASSWORD))


def _is_known(city: City, year: int) -> bool:
    calendar, first = with_current_calendar(city).calendar, date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return not any(calendar.day(when).provisional for when in days)

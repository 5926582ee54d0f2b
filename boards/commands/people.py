"""`wenqu account`: accounts and their roles."""

import sys

import click

from boards.queries.lists.departments import get_department
from forum.accounts import actions as accounts, administration
from forum.accounts.queries import account_named, role_holders
from forum.commands.console import clock, connected, settings
from forum.roles import GRANTABLE, SYSTEM, Role


@click.group()
def account() -> None:
    """Accounts and their roles."""


@account.command()
@click.argument("username")
@click.option("--display-name", required=True)
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password from standard input.")
def add(username: str, display_name: str, password_stdin: bool) -> None:
    """Open an account; one that exists is left as it is."""
    password = sys.stdin.readline().rstrip("\r\n")
    with connected(settings()):
        if account_named(username.lower()):
            click.echo(f"{username} exists already")
            return
        accounts.register(username, password, display_name, now=clock.now())
        click.echo(f"{username} added")


def _role_arguments(command):
    for decorate in (
        click.option("--department", metavar="SLUG", help="The department of a spokesperson."),
        click.argument("role", type=click.Choice([role.value for role in Role if role is not Role.GUEST])),
        click.argument("username"),
    ):
        command = decorate(command)
    return command


@account.command()
@_role_arguments
def grant(username: str, role: str, department: str | None) -> None:
    """Give an account a role from now on."""
    with connected(settings()):
        found = _account(username)
        if role in GRANTABLE:
            accounts.grant(found, role, _open_department_id(department), now=clock.now())
    click.echo(f"{username} is {role}" + (f" of {department}" if department else ""))


@account.command()
@_role_arguments
def revoke(username: str, role: str, department: str | None) -> None:
    """End a role now; the grant stays on record."""
    with connected(settings()):
        ended = accounts.revoke(_account(username), role, _department_id(department), now=clock.now())
    click.echo(f"{username} is no longer {role}" if ended else f"{username} was not {role}")


def _with_reason(command):
    for decorate in (
        click.option("--reason", required=True, help="Why; it is kept in the log."),
        click.argument("username"),
    ):
        command = decorate(command)
    return command


@account.command()
@_with_reason
def disable(username: str, reason: str) -> None:
    """End every session and let nobody sign in; what was posted stays."""
    with connected(settings()):
        administration.disable(_account(username), actor=SYSTEM, now=clock.now(), reason=reason)
    click.echo(f"{username} is disabled")


@account.command()
@_with_reason
def enable(username: str, reason: str) -> None:
    """Let the owner of a disabled account sign in again."""
    with connected(settings()):
        administration.enable(_account(username), actor=SYSTEM, now=clock.now(), reason=reason)
    click.echo(f"{username} is enabled")


@account.command(name="reset-password")
@_with_reason
def reset_password(username: str, reason: str) -> None:
    """Print a code, once, with which the owner chooses a new password at /recovery within a day."""
    with connected(settings()):
        code = administration.reset_password(_account(username), actor=SYSTEM, now=clock.now(), reason=reason)
    click.echo(f"{username} chooses a new password at /recovery with this code, within a day: {code}")


@account.command(name="reset-second-factor")
@_with_reason
def reset_second_factor(username: str, reason: str) -> None:
    """Remove the authenticator and the recovery codes of an account."""
    with connected(settings()):
        administration.reset_second_factor(_account(username), actor=SYSTEM, now=clock.now(), reason=reason)
    click.echo(f"{username} has no authenticator any more")


@account.command(name="list")
@click.option("--role", type=click.Choice([role.value for role in GRANTABLE]))
def list_accounts(role: str | None) -> None:
    """List the accounts that hold a role."""
    with connected(settings()):
        for username, name, held, department in role_holders(role):
            click.echo("\t".join(filter(None, (username, name, held, str(department or "")))))


def _account(username):
    found = account_named(username.lower())
    if found is None:
        raise click.ClickException(f"no account {username}")
    return found


def _department_id(slug):
    return get_department(slug).id if slug else None


def _open_department_id(slug):
    found = get_department(slug) if slug else None
    if found and not found.active:
        raise click.ClickException(f"{slug} is closed")
    return found and found.id

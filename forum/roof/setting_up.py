"""The commands `wenqu setup` and `wenqu check`: a city before its first day, and what is missing before it goes live."""

import os
import shlex
import sys
from pathlib import Path
from typing import TextIO

import click
import segno

from boards.installation.checks import Check, State, run_checks
from boards.installation.facts import facts
from boards.installation.files import ENVIRONMENT, save_samples, write_settings
from boards.installation.making import DepartmentsRefused, Made, make_city
from boards.installation.plan import Plan, read_plan
from boards.installation.questions import ask_password, ask_plan
from forum.accounts import second_factor
from forum.accounts.models import Account
from forum.accounts.passwords import check_password, hash_password
from forum.app import load_city
from forum.commands import terminal
from forum.commands.console import clock, connected, settings as from_environment
from forum.commands.import_report import conclude, read_bounded
from forum.config import Settings
from forum.messages import M, N
from forum.problems import Invalid
from forum.store import schema
from moderation.ledger.origin import fixed_origin

TRIES = 3


@click.command()
@click.option(
    "--file", "source", type=click.File("r", encoding="utf-8-sig"), help="Answers as TOML instead of questions."
)
@click.option("--password-stdin", is_flag=True, help="Read the administrator's password from standard input.")
@click.option(
    "--samples", type=click.Path(file_okay=False, path_type=Path), help="Only write sample files into this folder."
)
def setup(source: TextIO | None, password_stdin: bool, samples: Path | None) -> None:
    """Set a city up in an empty database: settings, departments, boards, first accounts (docs/setting-up.md)."""
    if samples:
        for path in save_samples(samples):
            click.echo(path)
        return
    plan = read_plan(source.read()) if source else ask_plan()
    table = _departments(plan, Path(source.name).parent if source else Path())
    administrator = plan.people[0].username
    password = check_password(_line(), administrator) if password_stdin else ask_password(administrator)
    settings = write_settings(plan, os.environ, from_environment().data)
    schema.upgrade(settings.database, settings.upkeep)
    with connected(settings):
        fixed_origin(settings, clock.now())
        made = _made(plan, table, password)
        if sys.stdin.isatty():
            _bind_authenticator(made.administrator, settings)
    _tell(made, settings)


@click.command()
def check() -> None:
    """List what is missing before the site goes live; exit 1 when something is."""
    settings = from_environment()
    with connected(settings):
        checks = run_checks(facts(settings, load_city(settings), clock.now()))
    for each in checks:
        click.echo(_line_of(each))
    missing = sum(each.state is State.MISSING for each in checks)
    click.echo(terminal.translate(N("还缺 %(n)s 项。", n=missing) if missing else M("可以开放了。")))
    sys.exit(1 if missing else 0)


def _departments(plan: Plan, folder: Path) -> bytes | None:
    """The bytes of the departments' table, whose path counts from `folder`; raises OSError."""
    if not plan.departments:
        return None
    with open(folder / plan.departments, "rb") as file:
        return read_bounded(file)


def _line() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _made(plan: Plan, table: bytes | None, password: str) -> Made:
    try:
        return make_city(plan, table, hash_password(password), now=clock.now())
    except DepartmentsRefused as refused:
        conclude(refused.report, skipped=False)
        raise


def _bind_authenticator(account: Account, settings: Settings) -> None:
    """Show the secret as a QR code, and bind it with the digits that the app shows; an empty answer leaves it for the first sign-in."""
    if account.otp_secret:
        return
    secret = second_factor.new_secret()
    uri = second_factor.enrolment_uri(secret, account.username, settings.site.city or settings.url)
    click.echo(terminal.translate(M("用手机上的身份验证器扫这个码（或输入 %(secret)s）：", secret=secret)))
    segno.make(uri, micro=False).terminal(compact=True)
    for _ in range(TRIES):
        code = click.prompt(
            terminal.translate(M("身份验证器上的 6 位数字（空着就等登录时再绑定）")), default="", show_default=False
        )
        if not code:
            return
        try:
            second_factor.bind(account, secret, code, now=clock.now(), settings=settings)
            return
        except Invalid as problem:
            click.echo(terminal.problem_line(problem), err=True)


def _tell(made: Made, settings: Settings) -> None:
    if made.departments:
        counts = {"n": made.departments.imported, "present": made.departments.present}
        click.echo(terminal.translate(N("导入了 %(n)s 个部门，原有 %(present)s 个。", **counts)))
    for slug in made.boards:
        click.echo(terminal.translate(M("版块 %(slug)s", slug=slug)))
    for username, code in made.codes.items():
        said = M("%(username)s 在 %(url)s/recovery 用这个码选自己的密码，一天以内：%(code)s")
        click.echo(terminal.translate(said.with_values(username=username, url=settings.url, code=code)))
    click.echo(terminal.translate(M("设置写在 %(file)s。接下来：", file=str(settings.data / ENVIRONMENT))))
    click.echo(f"  set -a; . {shlex.quote(str(settings.data / ENVIRONMENT))}; set +a\n  wenqu check\n  wenqu serve")


def _line_of(each: Check) -> str:
    label = terminal.translate(each.label)
    return f"{each.state.value} {label}" + (f": {terminal.translate(each.told)}" if each.told else "")

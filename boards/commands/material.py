"""The commands `wenqu import`, `department` and `calendar`."""

import sys
from collections.abc import Iterable
from typing import BinaryIO

import click

from boards.actions.city.calendar_import import WrongLines, import_calendar
from boards.actions.city.closing import close_department
from boards.actions.city.recompute_clocks import count_running, recompute
from boards.actions.city.structure import rename_department
from boards.imports.board_names import BoardChoices
from boards.imports.departments import import_departments
from boards.imports.questions import import_questions
from boards.queries.lists.departments import get_department
from forum.accounts.queries import account_named, actor_of_account
from forum.commands import terminal
from forum.commands.console import CommandContext, clock, connected, settings
from forum.commands.import_report import NOTHING_WRITTEN, conclude, exit_code, print_wrong, read_bounded, skip_wrong
from forum.commands.progress import progress
from forum.messages import M, N
from forum.moving.commands import city

FILE = click.argument("file", type=click.File("rb"))


@click.group()
def calendar() -> None:
    """The city's own days of work and rest."""


@calendar.command(name="import")
@FILE
@skip_wrong
@click.pass_obj
def calendar_command(context: CommandContext, file: BinaryIO, skip_wrong: bool) -> None:
    """Import days from the table FILE (docs/calendar.md), all or nothing, and count open clocks again."""
    given = settings()
    with connected(given):
        imported = _import_calendar(read_bounded(file), skip_wrong)
        click.echo(terminal.translate(imported.message()))
        counted = progress(
            recompute(clock.now(), context.city_of(given)), terminal.translate(M("重新计算时限")), count_running()
        )
        click.echo(terminal.translate(N("%(n)s 个时限有变化", n=sum(counted))))
    exit_code(len(imported.wrong), skip_wrong)


def _import_calendar(raw, skip_wrong):
    try:
        imported = import_calendar(raw, now=clock.now(), skip_wrong=skip_wrong)
    except WrongLines as problem:
        print_wrong(problem.wrong, problem.right, skipped=False)
        sys.exit(NOTHING_WRITTEN)
    print_wrong(imported.wrong, 0, skipped=True)
    return imported


@click.group(name="import")
def import_group() -> None:
    """Bring in what was asked and answered elsewhere."""


import_group.add_command(city)


@click.group(name="department")
def department_group() -> None:
    """The city's departments."""


@import_group.command(name="questions")
@FILE
@skip_wrong
@click.option("--board", "answers", multiple=True, metavar="NAME=BOARD", help="Which board or department NAME is.")
@click.option("--new", multiple=True, metavar="NAME", help="Open a department NAME although another is like it.")
@click.pass_obj
def questions_command(
    context: CommandContext, file: BinaryIO, skip_wrong: bool, answers: tuple[str, ...], new: tuple[str, ...]
) -> None:
    """Import questions with their answers from FILE: a table, or one JSON object on each line (docs/importing.md)."""
    given, choices = settings(), BoardChoices(pairs(answers), frozenset(new))
    with connected(given):
        report = import_questions(
            file, city=context.city_of(given), now=clock.now(), choices=choices, skip_wrong=skip_wrong
        )
    context.catch_up(given)
    conclude(report, skip_wrong)


@department_group.command(name="import")
@FILE
@skip_wrong
@click.option("--new", multiple=True, metavar="SLUG", help="Open SLUG although another department is named like it.")
def departments_command(file: BinaryIO, skip_wrong: bool, new: tuple[str, ...]) -> None:
    """Import departments, each with its board, from the table FILE (docs/importing.md)."""
    with connected(settings()):
        report = import_departments(read_bounded(file), now=clock.now(), skip_wrong=skip_wrong, new=new)
    conclude(report, skip_wrong)


@department_group.command(name="rename")
@click.argument("slug")
@click.option("--name", help="The new full name.")
@click.option("--short", help="The new short name, also of its board.")
def rename_command(slug: str, name: str | None, short: str | None) -> None:
    """Give the department SLUG another name; what was written before keeps the old one."""
    with connected(settings()):
        renamed = rename_department(get_department(slug), now=clock.now(), name=name, short=short)
    click.echo(terminal.translate(M("%(slug)s 已改名", slug=slug) if renamed else M("没有变化")))


@department_group.command(name="close")
@click.argument("slug")
@click.option("--into", metavar="SLUG", help="The department that takes over its open cases.")
@click.option("--reason", required=True, help="Why; it is public.")
@click.option(
    "--administrator", required=True, metavar="USERNAME", help="The administrator's account that answers for it."
)
@click.pass_obj
def close_command(context: CommandContext, slug: str, into: str | None, reason: str, administrator: str) -> None:
    """Close the department SLUG for good, or merge it into another one; its past stays."""
    given = settings()
    with connected(given):
        now, account = clock.now(), account_named(administrator.lower())
        if account is None:
            raise click.ClickException(f"no account {administrator}")
        close_department(
            get_department(slug),
            actor=actor_of_account(account, now),
            now=now,
            city=context.city_of(given),
            into=get_department(into) if into else None,
            reason=reason,
        )
    click.echo(terminal.translate(M("%(slug)s 已撤销", slug=slug)))


def pairs(answers: Iterable[str]) -> dict[str, str]:
    """{name: board} of the options NAME=BOARD; raises click.BadParameter."""
    split = [answer.partition("=") for answer in answers]
    if not all(name.strip() and board.strip() for name, _, board in split):
        raise click.BadParameter("NAME=BOARD", param_hint="--board")
    return {name.strip(): board.strip() for name, _, board in split}

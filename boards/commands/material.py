"""The commands `wenqu import`, `department`, `calendar` and `stats`."""

import json
import sys
from typing import BinaryIO

import click

from boards.actions.city.calendar_import import import_calendar
from boards.actions.city.recompute_clocks import count_running, recompute
from boards.imports.departments import import_departments
from boards.imports.questions import import_questions
from boards.queries.lists.statistics import as_dict, lines, statistics
from forum.commands import terminal
from forum.commands.console import CommandContext, clock, connected, settings
from forum.commands.progress import print_above_bar, progress
from forum.messages import M

FILE = click.argument("file", type=click.File("rb"))


@click.group()
def calendar() -> None:
    """The city's own days of work and rest."""


@calendar.command(name="import")
@FILE
@click.pass_obj
def calendar_command(context: CommandContext, file: BinaryIO) -> None:
    """Import days from the CSV file FILE (docs/calendar.md), all or nothing, and count open clocks again."""
    given = settings()
    with connected(given):
        click.echo(terminal.translate(import_calendar(file.read(), now=clock.now()).message()))
        counted = progress(
            recompute(clock.now(), context.city_of(given)), terminal.translate(M("重新计算时限")), count_running()
        )
        click.echo(terminal.translate(M("%(n)s 个时限有变化", n=sum(counted))))


@click.group(name="import")
def import_group() -> None:
    """Bring in what was asked and answered elsewhere."""


@click.group(name="department")
def department_group() -> None:
    """The city's departments."""


@import_group.command(name="questions")
@FILE
@click.pass_obj
def questions_command(context: CommandContext, file: BinaryIO) -> None:
    """Import questions with their answers from FILE, one JSON object on each line (docs/importing.md)."""
    given = settings()
    with connected(given):
        report = import_questions(file, city=context.city_of(given), now=clock.now(), tell=_tell)
    context.catch_up(given)
    _conclude(report)


@department_group.command(name="import")
@FILE
def departments_command(file: BinaryIO) -> None:
    """Import departments, each with its board, from the CSV file FILE (docs/importing.md)."""
    with connected(settings()):
        report = import_departments(file, now=clock.now(), tell=_tell)
    _conclude(report)


def _tell(number, problem):
    print_above_bar(
        terminal.translate(M("第 %(number)s 行：%(reason)s", number=number, reason=terminal.problem_line(problem)))
    )


def _conclude(report):
    counts = {"imported": report.imported, "present": report.present, "broken": report.broken}
    click.echo(terminal.translate(M("导入 %(imported)s，已有 %(present)s，有错 %(broken)s", **counts)))
    if report.broken:
        sys.exit(1)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def stats(as_json: bool) -> None:
    """Print how much there is, where the cases stand, and how the clocks were kept."""
    with connected(settings()):
        found = statistics(clock.now())
    if as_json:
        click.echo(json.dumps(as_dict(found)))
    for line in () if as_json else lines(found):
        click.echo(terminal.translate(line))

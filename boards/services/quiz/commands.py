"""The command `wenqu quiz import`: a department's question bank from CSV."""

from pathlib import Path

import click

from boards.queries.lists.departments import get_department
from boards.services.quiz.actions import import_bank
from boards.services.quiz.bank import TRAFFIC, read_bank
from forum.commands.console import connected, settings


@click.group()
def quiz() -> None:
    """Question banks of departments."""


@quiz.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--department", required=True, help="The department's slug.")
def import_file(file: Path | None, department: str) -> None:
    """Make FILE.csv the bank of a department; without FILE the traffic rules that come with the program (docs/quiz.md)."""
    found = read_bank((file or TRAFFIC).read_bytes())
    with connected(settings()):
        click.echo(f"{import_bank(get_department(department), found)} questions in the bank of {department}")

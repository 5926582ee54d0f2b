"""The command `wenqu move-car import`: the register of owners from CSV."""

from pathlib import Path

import click

from boards.services.movecar.register import import_register
from forum.commands.console import clock, connected, settings


@click.group(name="move-car")
def move_car() -> None:
    """Move-car: the register of owners (docs/move-car.md)."""


@move_car.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Make FILE.csv, with the columns plate and phone, the register of owners; it is kept as keyed hashes and encrypted."""
    given = settings()
    with connected(given):
        found = import_register(file.read_bytes(), now=clock.now(), settings=given)
    for lines in found.doubled:
        click.echo(f"left out: one plate with different numbers in lines {', '.join(map(str, lines))}")
    click.echo(f"{found.owners} owners in the register")

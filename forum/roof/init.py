"""The command `wenqu init`."""

import click

from forum.commands.console import clock, connected, settings as from_environment
from forum.store import schema
from moderation.ledger.origin import choose_origin, fixed_origin, stored_origin


@click.command()
@click.option("--ledger-name", help="The public ledger's name for good; by default the host of WENQU_URL with /ledger.")
def init(ledger_name: str | None) -> None:
    """Create the database, or upgrade it to this program; the first time also fix the public ledger's name."""
    settings = from_environment()
    applied = schema.upgrade(settings.database, settings.upkeep)
    click.echo(f"applied: {', '.join(applied)}" if applied else "the database is up to date")
    with connected(settings):
        before = stored_origin()
        if ledger_name:
            choose_origin(ledger_name, settings, clock.now())
        name = fixed_origin(settings, clock.now())
    if name != before:
        click.echo(f"the ledger's name is {name}")

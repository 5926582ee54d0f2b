"""The command `wenqu demo`."""

from dataclasses import replace
from datetime import datetime

import click

from boards.channels.hotline.demo import verbs as operators_part
from boards.demo import city as demo_city
from boards.demo.ruian import city as example
from boards.notifications.demo import mark_old_read
from boards.services.movecar.register import import_register
from forum.app import load_city
from forum.channel_settings import simulate
from forum.commands.console import clock, connected, settings as from_environment
from forum.config import Settings
from forum.private import Encryptor
from forum.roof.work import readers_of
from forum.store import db, schema
from forum.store.readers import BATCH, Reader
from moderation.demo.story import DO as moderators_part

# Two cars that nobody has; docs/move-car.md says how to try them on the simulated phone.
REGISTER = "plate,phone\n浙H12345,13700000001\n浙HD12345,13700000002\n".encode()


@click.command()
@click.option("--ruian", is_flag=True, help="Instead the figures of Ruian, September 2014: 14,301 questions; minutes.")
def demo(ruian: bool) -> None:
    """Build the demo city 清源市 in an empty database, and print its logins."""
    settings = from_environment()
    if ruian:
        settings, now = replace(settings, policy="ruian", timezone=example.ZONE, screening=True), example.NOW
    else:
        now = clock.now()
    schema.upgrade(settings.database, settings.upkeep)
    with connected(settings):
        if not demo_city.is_empty():
            click.echo("the database already holds a city; the demo is left as it is")
        else:
            more = moderators_part | operators_part(Encryptor(settings.secret_key))
            city = load_city(settings).without_limits()
            example.build(city, more) if ruian else demo_city.build(now, city, more)
            _catch_up_except_search(settings, now)
            mark_old_read(now)
            import_register(REGISTER, now=now, settings=settings)
            simulate(settings.data)
    _catch_up_except_search(settings, now)
    click.echo(demo_city.logins())
    if ruian:
        click.echo(example.HOW_TO_LOOK)


def _catch_up_except_search(settings: Settings, now: datetime) -> None:
    """Run every reader but the last, the search index, which the worker builds while the site is already served.

    Nobody else writes in a city that is being built, so whole batches are read.
    """
    with db.connection():
        for reader in readers_of(settings)[:-1]:
            reader.catch_up(now, BATCH) if isinstance(reader, Reader) else reader.catch_up(now)

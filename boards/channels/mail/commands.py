"""The command `wenqu lmtp`."""

import asyncio

import click

from boards.channels.mail.actions import Mailroom
from boards.channels.mail.lmtp import server
from boards.queries.parts.current_city import CurrentCity
from forum.commands.console import CommandContext, clock, connected, settings
from forum.config import Settings
from forum.messages import M
from forum.problems import Conflict

NOT_CONFIGURED = M("WENQU_CHANNELS 里没有 [mail] replies，不收回信。")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8024, show_default=True, type=click.IntRange(1, 65535))
@click.pass_obj
def lmtp(context: CommandContext, host: str, port: int) -> None:
    """Take replies by mail over LMTP; the mail system hands them over (docs/mail-replies.md)."""
    given = settings()
    if not given.channels.reply_address:
        raise Conflict(NOT_CONFIGURED)
    with connected(given):
        pass
    asyncio.run(_serve(given, CurrentCity(context.city_of(given)), host, port))


async def _serve(given: Settings, current_city: CurrentCity, host: str, port: int) -> None:
    def room() -> Mailroom:
        now = clock.now()
        return Mailroom(given, current_city.refresh(now), now)

    listening = await asyncio.get_running_loop().create_server(lambda: server(room), host, port)
    click.echo(f"LMTP on {host}:{port}", err=True)
    async with listening:
        await listening.serve_forever()

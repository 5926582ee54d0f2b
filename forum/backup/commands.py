"""`wenqu backup DIR` and `wenqu restore DIR`."""

from pathlib import Path

import click

from forum.backup import states
from forum.backup.running import back_up
from forum.commands.console import CommandContext, settings
from forum.moving.commands import FOLDER, say_what_is_missing, verify_or_exit
from forum.moving.folder import Folder
from forum.moving.running import bring_in, refusals_in_one_line


@click.command()
@FOLDER
@click.option("--keep", type=click.IntRange(1), metavar="N", help="Afterwards keep the newest N backups in DIR only.")
@click.option("--keep-days", "days", type=click.IntRange(1), metavar="N", help="Keep those of the last N days as well.")
@click.option("--without-keys", is_flag=True, help="Leave the secret key and the ledger's key out of it.")
@click.pass_obj
def backup(context: CommandContext, folder: Path, keep: int | None, days: int | None, without_keys: bool) -> None:
    """Add a backup to DIR while the site runs: database, files and keys; only what changed since the last is written."""
    given = settings()
    with refusals_in_one_line():
        store = context.store_of(given)
        done = back_up(Folder(folder), given, store, keys=not without_keys, keep=keep, days=days)
    say_what_is_missing(done.manifest)
    megabytes = f"{done.written.bytes / 1e6:.1f} MB written"
    click.echo(f"backup {done.name}: {done.manifest.rows} rows and {done.manifest.files} files, {megabytes}")
    for name in done.removed:
        click.echo(f"backup {name} removed")


@click.command()
@FOLDER
@click.option("--backup", "name", metavar="NAME", help="Which one, such as 20140922T023000Z; by default the newest.")
@click.pass_obj
def restore(context: CommandContext, folder: Path, name: str | None) -> None:
    """Restore a backup from DIR into an empty database and data folder, and verify it. Ended anywhere, run it again."""
    given = settings()
    kept = Folder(folder)
    with refusals_in_one_line():
        manifest = states.manifest_of(kept, name)
        bring_in(kept, manifest, given, context.store_of(given), "restoring rows")
    say_what_is_missing(manifest)
    click.echo(f"the city as of {manifest.made_at}: {manifest.rows} rows and {manifest.files} files restored")
    verify_or_exit(context)

"""`wenqu export DIR` and `wenqu import city DIR`."""

import sys
from pathlib import Path

import click

from forum.commands.console import CommandContext, settings
from forum.moving.folder import MANIFEST, Folder, Manifest, read_manifest
from forum.moving.running import bring_in, export as run_export, refusals_in_one_line

FOLDER = click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))


@click.command()
@FOLDER
@click.option("--without-secrets", is_flag=True, help="Leave out logins, keys, and what is encrypted for one reader.")
@click.pass_obj
def export(context: CommandContext, folder: Path, without_secrets: bool) -> None:
    """Write the whole city into DIR, in an open format (docs/moving.md); the site runs on. Run again, it goes on."""
    given = settings()
    with refusals_in_one_line():
        manifest, _ = run_export(Folder(folder), given, context.store_of(given), not without_secrets)
    say_what_is_missing(manifest)
    click.echo(f"{manifest.rows} rows and {manifest.files} files exported, {manifest.entries} entries of the log")


@click.command()
@FOLDER
@click.pass_obj
def city(context: CommandContext, folder: Path) -> None:
    """Fill an empty database with the city that was exported into DIR, and verify it. Ended anywhere, run it again."""
    given = settings()
    with refusals_in_one_line():
        manifest = read_manifest(folder / MANIFEST)
        bring_in(Folder(folder), manifest, given, context.store_of(given), "importing rows")
    say_what_is_missing(manifest)
    click.echo(f"{manifest.rows} rows and {manifest.files} files imported, {manifest.entries} entries of the log")
    verify_or_exit(context)


def verify_or_exit(context: CommandContext) -> None:
    """Verify the city that has just been brought in; exit 1 when something is found."""
    if context.verify(settings()):
        sys.exit(1)
    click.echo("run 'wenqu reindex', or let the worker build the search index")


def say_what_is_missing(manifest: Manifest) -> None:
    """Name published files whose bytes were not in the store, or had another hash."""
    for name in manifest.missing_files:
        click.echo(f"file {name} is missing or damaged in WENQU_FILES, and so in the copy", err=True)

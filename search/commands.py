"""`wenqu reindex`."""

import click

from forum.commands.console import connected, settings
from forum.commands.progress import progress
from search import documents
from search.engines import engine_of
from search.reader import rebuild


@click.command()
def reindex() -> None:
    """Build the search index anew beside the one in use, and change over at the end; the site runs on."""
    given = settings()
    with connected(given):
        engine = engine_of(given)
        indexed = sum(1 for _ in progress(rebuild(engine), "indexing posts", documents.count()))
        found = engine.info()
    click.echo(f"{indexed} public posts indexed with {engine.name}, {found.size / 1e6:.1f} MB")

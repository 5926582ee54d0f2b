"""`wenqu reindex`."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from forum.commands import terminal
from forum.commands.console import connected, settings
from forum.commands.progress import progress
from forum.messages import M
from search import documents
from search.engines import engine_of
from search.engines.capacity import outgrown
from search.reader import rebuild


@click.command()
def reindex() -> None:
    """Build the search index anew beside the one in use, and change over at the end; the site runs on."""
    given = settings()
    with connected(given), _alone(given.data / "reindex.lock"):
        engine = engine_of(given)
        indexed = sum(1 for _ in progress(rebuild(engine), "indexing posts", documents.count()))
        found = engine.info()
        advice = outgrown(engine)
    click.echo(f"{indexed} public posts indexed with {engine.name}, {found.size / 1e6:.1f} MB")
    if advice:
        click.echo(terminal.translate(advice))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock file; another process that holds it, also the worker's own rebuild, is a ClickException.

    The system lets go of the lock with the process, however it ends.
    """
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sentence = M("另一个 wenqu reindex 正在重建索引，请等它做完；重建期间搜索照常。")
            raise click.ClickException(terminal.translate(sentence)) from None
        yield

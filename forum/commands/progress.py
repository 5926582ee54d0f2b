"""Progress of long work: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import TypeVar

import click

Item = TypeVar("Item")
EVERY = 5  # seconds between lines where there is no terminal


def progress(
    items: Iterable[Item], label: str, total: int | None = None, size_of: Callable[[Item], int] = lambda item: 1
) -> Iterator[Item]:
    """Yield `items`, showing on stderr how far it is; `size_of` an item tells for how many of `total` it stands."""
    total = len(items) if total is None and isinstance(items, Sized) else total
    return _bar(items, label, total, size_of) if sys.stderr.isatty() else _lines(items, label, total, size_of)


def print_above_bar(line: str) -> None:
    """Say something on stderr without leaving a piece of the bar before it."""
    clear_bar()
    click.echo(line, err=True)


def clear_bar() -> None:
    """Take the bar away from its line, for what is to be said there; it comes again with the next step."""
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)


def _bar(items, label, total, size_of):
    with click.progressbar(length=total or 0, label=label, file=sys.stderr) as bar:
        for item in items:
            yield item
            bar.update(size_of(item))


def _lines(items, label, total, size_of):
    of = f"/{total}" if total is not None else ""
    count, spoken = 0, time.monotonic()
    for item in items:
        yield item
        count += size_of(item)
        if time.monotonic() - spoken >= EVERY:
            spoken = time.monotonic()
            click.echo(f"{label}: {count}{of}", err=True)
    click.echo(f"{label}: {count}{of}", err=True)

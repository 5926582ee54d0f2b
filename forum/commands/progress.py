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
    """Yield `items` and show the progress on stderr; `size_of` an item is its part of `total`, 1 by default."""
    total = len(items) if total is None and isinstance(items, Sized) else total
    return _bar(items, label, total, size_of) if sys.stderr.isatty() else _lines(items, label, total, size_of)


def print_above_bar(line: str) -> None:
    """Print a line on stderr in place of the progress bar, which is drawn again at the next step."""
    clear_bar()
    click.echo(line, err=True)


def clear_bar() -> None:
    """Erase the progress bar before other output; it is drawn again at the next step."""
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)


def _bar(items, label, total, size_of):
    with click.progressbar(length=total or 0, label=label, file=sys.stderr) as bar:
        for item in items:
            yield item
            bar.update(size_of(item))


def _lines(items, label, total, size_of):
    of = f"/{total}" if total is not None else ""
    count, printed_at = 0, time.monotonic()
    for item in items:
        yield item
        count += size_of(item)
        if time.monotonic() - printed_at >= EVERY:
            printed_at = time.monotonic()
            click.echo(f"{label}: {count}{of}", err=True)
    click.echo(f"{label}: {count}{of}", err=True)

"""Progress of long work: a bar on a terminal, a line now and then elsewhere."""

import sys
import time

import click

EVERY = 5  # seconds between lines where there is no terminal


def progress(items, label, total=None):
    """Yield `items`, showing on stderr how far it is."""
    total = len(items) if total is None and hasattr(items, "__len__") else total
    return _bar(items, label, total) if sys.stderr.isatty() else _lines(items, label, total)


def aside(line):
    """Say something on stderr without leaving a piece of the bar before it."""
    click.echo(f"\r\x1b[K{line}" if sys.stderr.isatty() else line, err=True)


def _bar(items, label, total):
    with click.progressbar(items, length=total, label=label, file=sys.stderr) as bar:
        yield from bar


def _lines(items, label, total):
    of = f"/{total}" if total is not None else ""
    count, spoken = 0, time.monotonic()
    for count, item in enumerate(items, 1):
        yield item
        if time.monotonic() - spoken >= EVERY:
            spoken = time.monotonic()
            click.echo(f"{label}: {count}{of}", err=True)
    click.echo(f"{label}: {count}{of}", err=True)

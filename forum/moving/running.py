"""An export or import from its beginning to its end, with progress on the terminal."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import click

from forum.commands.console import clock
from forum.commands.progress import progress
from forum.config import Settings
from forum.moving.folder import MANIFEST, Folder, FolderError, Manifest, read_manifest
from forum.moving.keys import KeyConflict
from forum.moving.loading import Loading
from forum.moving.writing import Store, Writer, Written
from forum.store.bulk.snapshot import snapshot
from forum.store.bulk.target import TargetError, opened_for_import

REFUSALS = (FolderError, KeyConflict, TargetError)


@contextmanager
def refusals_in_one_line() -> Iterator[None]:
    """Say what stands in the way in one line, with exit code 2."""
    try:
        yield
    except REFUSALS as error:
        raise click.ClickException(str(error)) from None


def write_state(
    folder: Folder,
    settings: Settings,
    store: Store,
    before: Sequence[Manifest],
    name: Callable[[datetime], str],
    *,
    secrets: bool = True,
    keys: bool = True,
    label: str,
) -> tuple[Manifest, Written]:
    """Write the state of the city as it is now, and its manifest under `name(now)`; needs the folder held."""
    with snapshot(settings.database) as taken:
        now = clock.now()
        writer = Writer(folder, taken, before, secrets)
        for _ in progress(writer.steps(store), label, writer.total(), lambda step: step):
            pass
        manifest = writer.manifest(settings, now, keys)
    folder.finish(manifest, name(now))
    return manifest, writer.written


def export(folder: Folder, settings: Settings, store: Store, secrets: bool) -> tuple[Manifest, Written]:
    """Make the folder an export of the city as it is now."""
    with folder.held():
        before = []
        with suppress(FolderError):
            before.append(read_manifest(folder.root / MANIFEST))
        done = write_state(
            folder, settings, store, before, lambda now: MANIFEST, secrets=secrets, label="exporting rows"
        )
        folder.sweep([done[0]])
    return done


def bring_in(folder: Folder, manifest: Manifest, settings: Settings, store: Store, label: str) -> list[str]:
    """Fill the empty database of the settings with a state; returns the migrations applied afterwards."""
    with opened_for_import(settings.database, settings.upkeep) as target:
        loading = Loading(folder, manifest, settings)
        loading.refuse_unknown()
        total = manifest.rows + manifest.files
        _run(progress(loading.checks(), "checking rows", total, lambda rows: rows))
        loading.begin(target)
        _run(progress(loading.parts(target, store), label, total, lambda rows: rows))
        for position, statement in progress(target.steps_left(), "making indexes and keys"):
            target.carry_out(position, statement)
        return loading.finish(target, clock.now())


def _run(steps: Any) -> None:
    for _ in steps:
        pass

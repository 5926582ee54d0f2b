"""A backup from its beginning to its end."""

from datetime import datetime
from typing import NamedTuple

from forum.backup import states
from forum.backup.models import BackupRun
from forum.commands.console import clock
from forum.config import Settings
from forum.moving.folder import Folder, Manifest
from forum.moving.running import write_state
from forum.moving.writing import Store, Written
from forum.store import db


class Done(NamedTuple):
    """A backup that was made: its name and manifest, what was written, and the older ones that were removed."""

    name: str
    manifest: Manifest
    written: Written
    removed: list[str]


def back_up(
    folder: Folder, settings: Settings, store: Store, *, keys: bool, keep: int | None = None, days: int | None = None
) -> Done:
    """Add the state of the city as it is now to the folder, note that in the database, and remove what is outdated."""
    with folder.held():
        there = states.names(folder)
        before = [states.manifest_of(folder, there[-1])] if there else []

        def path(now: datetime) -> str:
            return states.path_of(states.name_of(now))

        manifest, written = write_state(folder, settings, store, before, path, keys=keys, label="backing up rows")
        _note(settings, manifest, written)
        removed = states.outdated(states.names(folder), clock.now(), keep, days)
        if removed:
            states.remove(folder, removed)
        return Done(states.names(folder)[-1], manifest, written, removed)


def _note(settings: Settings, manifest: Manifest, written: Written) -> None:
    opened = db.connect(settings.database)
    try:
        with db.connection(), db.write():
            BackupRun.create(
                taken_at=datetime.fromisoformat(manifest.made_at),
                finished_at=clock.now(),
                rows=manifest.rows,
                files=manifest.files,
                written=written.bytes,
            )
    finally:
        opened.close_all()

"""The backups in a folder: their names, which are kept, and which one is restored."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from forum.moving.folder import BACKUPS, Folder, FolderError, Manifest, read_manifest

NAME = "%Y%m%dT%H%M%SZ"


def name_of(taken_at: datetime) -> str:
    """The name of the backup of that time, such as 20140922T023000Z."""
    return f"{taken_at.astimezone(UTC):{NAME}}"


def path_of(name: str) -> str:
    """Where the manifest of a backup is, below the folder."""
    return f"{BACKUPS}/{name}.json"


def names(folder: Folder) -> list[str]:
    """The names of the complete backups, the newest last."""
    return sorted(path.stem for path in (folder.root / BACKUPS).glob("*.json"))


def manifest_of(folder: Folder, name: str | None) -> Manifest:
    """The manifest of a backup, by default of the newest; raises FolderError."""
    there = names(folder)
    if not there:
        raise FolderError(f"{folder.root}: there is no complete backup in it")
    if name is not None and name not in there:
        raise FolderError(f"{folder.root}: there is no backup {name}; there are {', '.join(there)}")
    return read_manifest(folder.root / path_of(name or there[-1]))


def outdated(there: list[str], now: datetime, keep: int | None, days: int | None) -> list[str]:
    """The backups that are neither among the newest `keep` nor younger than `days`; the newest is always kept, and all without a rule."""
    if keep is None and days is None:
        return []
    kept = set(there[-max(keep or 1, 1) :])
    if days is not None:
        kept |= {name for name in there if name >= name_of(now - timedelta(days=days))}
    return [name for name in there if name not in kept]


def remove(folder: Folder, unwanted: list[str]) -> int:
    """Remove backups and what no other one needs; returns how many parts and files that were."""
    for name in unwanted:
        Path(folder.root / path_of(name)).unlink()
    return folder.sweep([manifest_of(folder, name) for name in names(folder)])

"""Brings a state of a city from a folder into an empty database, its files into the store, its keys into the data folder.

Ended anywhere, the same call goes on: each part is noted in the transaction that inserts it.
"""

import json
from collections.abc import Iterator
from datetime import datetime

from forum.config import Settings
from forum.moving.folder import FILE_NAMES, Folder, FolderError, Manifest, Part
from forum.moving.keys import refuse_other_keys, take_over
from forum.moving.writing import Store
from forum.store import schema
from forum.store.bulk.tables import Column, Table, tables_of
from forum.store.bulk.target import Target, TargetError
from forum.store.bulk.values import decoder


class Loading:
    """One import of the state that `manifest` names in `folder`."""

    def __init__(self, folder: Folder, manifest: Manifest, settings: Settings) -> None:
        self.folder, self.manifest, self.settings = folder, manifest, settings
        self.keys = {name: folder.text_of(path, digest) for name, (path, digest) in manifest.keys.items()}

    def refuse_unknown(self) -> None:
        """Raises FolderError when the state has other tables than this program could make, or no secret part."""
        if not self.manifest.secrets:
            raise FolderError(
                f"{self.folder.root}: it was exported without its secret part, so it can be read but not imported"
            )
        unknown = schema.unknown_of(self.manifest.migrations)
        if unknown or not self.manifest.migrations:
            raise FolderError(
                f"{self.folder.root}: it was written by a program with other tables (this one lacks"
                f" {', '.join(unknown) or 'their names'}): install a newer Wenqu"
            )

    def checks(self) -> Iterator[int]:
        """Read every part and file once, before anything is changed; yields rows. Raises FolderError."""
        counted: dict[str, int] = {}
        for part in self.manifest.parts:
            lines = len(self.folder.lines_of(part))
            counted[part.table] = counted.get(part.table, 0) + lines
            yield lines
        for name, table in self.manifest.tables.items():
            if counted.get(name, 0) != table["rows"]:
                raise FolderError(
                    f"{self.folder.root}: of {table['rows']} rows of {name} there are {counted.get(name, 0)}"
                )
        for name in self.folder.names_of_files(self.manifest):
            if not self.folder.file(name).exists():
                raise FolderError(f"{self.folder.file(name)}: missing; the export or backup is not complete")

    def begin(self, target: Target) -> None:
        """Make empty tables and take over the keys, unless that is done; raises TargetError, KeyConflict."""
        begun = target.begun()
        if begun is None:
            target.refuse_occupied()
            refuse_other_keys(self.keys, self.settings)
            target.prepare(self.manifest.digest, self.manifest.migrations)
        elif begun != self.manifest.digest:
            raise TargetError("another state is being imported into this database: finish that, or name an empty one")
        take_over(self.keys, self.settings)

    def parts(self, target: Target, store: Store) -> Iterator[int]:
        """Bring in what is not in yet; yields rows."""
        tables, done = {table.name: table for table in tables_of(target.opened)}, target.done()
        for part in self.manifest.parts:
            if part.path not in done and part.table == FILE_NAMES:
                self._put_files(part, store)
                target.note(part.path)
            elif part.path not in done:
                self._put_rows(part, tables, target)
            yield part.rows

    def finish(self, target: Target, now: datetime) -> list[str]:
        """Check, and upgrade to this program; returns the migrations applied."""
        return target.finish(now)

    def _put_rows(self, part: Part, tables: dict[str, Table], target: Target) -> None:
        columns = tuple(Column(*each) for each in self.manifest.tables[part.table]["columns"])
        kinds = _kinds(columns, tables[part.table])
        row = decoder(kinds, target.sqlite)
        table = Table(part.table, columns, self.manifest.tables[part.table]["key"])
        target.put(table, [row(line) for line in self.folder.lines_of(part)], part.path)

    def _put_files(self, part: Part, store: Store) -> None:
        for line in self.folder.lines_of(part):
            (name,) = json.loads(line)
            store.put(name, self.folder.bytes_of(name))


def _kinds(columns: tuple[Column, ...], table: Table) -> list[str]:
    """The kinds as this database has them, in the order of the export."""
    there = {column.name: column.kind for column in table.columns}
    return [there.get(column.name, column.kind) for column in columns]

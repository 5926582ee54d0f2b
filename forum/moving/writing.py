"""Writes the state of a city into a folder: what is there already is not written again, and what can't have changed not read.

Ranges of keys are cut into parts, so that memory stays bounded and the parts of an old range keep their content.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from forum.config import Settings
from forum.moving.folder import FILE_NAMES, Folder, Manifest, Part, write_durably
from forum.moving.keys import keys_of
from forum.store import db
from forum.store.bulk.snapshot import Snapshot
from forum.store.bulk.tables import Table, tables_of
from forum.store.bulk.values import encoder

SPAN = 2000  # keys of a range
MOST_BYTES = 8_000_000  # of a part, before compression
LOWEST = -(2**62)
FILES_SQL = (
    "SELECT sha256 FROM post_file UNION SELECT shown_sha256 FROM post_file WHERE shown_sha256 IS NOT NULL"
    " UNION SELECT sha256 FROM upload ORDER BY 1"
)
PUBLISHED_SQL = "SELECT 1 FROM post_file WHERE sha256 = %s OR shown_sha256 = %s LIMIT 1"


class Store(Protocol):
    """Where the bytes of pictures and documents are (boards.files.storage)."""

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes."""

    def get(self, name: str) -> bytes | None:
        """The bytes, None where there are none."""


@dataclass
class Written:
    """What a run has written: bytes, and of how many parts and files."""

    bytes: int = 0
    parts: int = 0
    files: int = 0

    def add(self, size: int, *, files: int = 0) -> None:
        """Count what was written; nothing where `size` is 0."""
        self.bytes += size
        self.parts += bool(size) and not files
        self.files += files


class Writer:
    """Writes one state of a city into `folder`; `before` are the manifests whose parts it may share."""

    def __init__(self, folder: Folder, taken: Snapshot, before: Iterable[Manifest], secrets: bool = True) -> None:
        self.folder, self.taken, self.secrets = folder, taken, secrets
        self.tables = [table for table in tables_of(db.database) if secrets or not table.secret]
        self.settled = self._settled([*before])
        self.written = Written()
        self.parts: list[Part] = []
        self.missing: list[str] = []

    def total(self) -> int:
        """About how many rows there are."""
        return sum(self.taken.last_number(table) for table in self.tables if table.numbered)

    def steps(self, store: Store) -> Iterator[int]:
        """Write tables and files, step by step; yields how much of `total` each step was."""
        for table in self.tables:
            yield from self._numbered(table) if table.numbered else self._whole(table)
        yield from self._files(store)

    def manifest(self, settings: Settings, now: datetime, keys: bool = True) -> Manifest:
        """The manifest of what the steps have written."""
        kept = self._keep_keys(settings) if keys and self.secrets else {}
        rows = {table.name: 0 for table in self.tables}
        for part in self.parts:
            if part.table in rows:
                rows[part.table] += part.rows
        entries, leaf = _head(self.taken)
        return Manifest(
            made_at=now.isoformat(timespec="seconds"),
            migrations=self.taken.migrations(),
            entries=entries,
            last_leaf=leaf,
            checkpoint=self.taken.one("SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"),
            tables={table.name: _described(table, rows[table.name]) for table in self.tables},
            parts=self.parts,
            files=sum(part.rows for part in self.parts if part.table == FILE_NAMES),
            missing_files=self.missing,
            keys=kept,
            secrets=self.secrets,
        )

    def _settled(self, before: list[Manifest]) -> dict[tuple[str, int], list[Part]]:
        """The parts of ranges that never change, of manifests whose log this one goes on from, and of an interrupted run."""
        known = [part for each in before if self._goes_on(each) for part in each.parts]
        known += self._journal()
        ranges: dict[tuple[str, int], dict[str, Part]] = {}
        for part in known:
            ranges.setdefault((part.table, part.span), {})[part.path] = part
        return {
            place: list(parts.values())
            for place, parts in ranges.items()
            if all(part.settled and (self.folder.root / part.path).exists() for part in parts.values())
        }

    def _goes_on(self, manifest: Manifest) -> bool:
        return _leaf_hash(self.taken, manifest.entries) == manifest.last_leaf

    def _journal(self) -> list[Part]:
        noted = self.folder.journal()
        head = [part for part in noted if part.table == "entry" and not part.path]
        goes_on = head and all(_leaf_hash(self.taken, part.span) == (part.sha256 or None) for part in head)
        if not goes_on:
            noted = []
        entries, leaf = _head(self.taken)
        self.folder.note([Part("entry", entries, "", leaf or "", 0, False)])
        return [part for part in noted if part.path and part.settled]

    def _numbered(self, table: Table) -> Iterator[int]:
        first, end = self.taken.next_number(table, LOWEST), self.taken.last_number(table)
        while first is not None:
            span = first // SPAN
            after = (span + 1) * SPAN
            known = self.settled.get((table.name, span)) if after <= end else None
            self._add(known or self._range(table, span, end))
            yield min(after, end) - first + 1
            first = self.taken.next_number(table, after)

    def _range(self, table: Table, span: int, end: int) -> list[Part]:
        once = table.settling()
        rows = self.taken.span(table, span * SPAN, (span + 1) * SPAN)
        full = (span + 1) * SPAN <= end

        def settled(some: list[Any]) -> bool:
            return full and once is not None and all(row[at] is not None for row in some for at in once)

        parts = list(self._cut(table, span, rows, settled))
        return parts if all(part.settled for part in parts) else [part._replace(settled=False) for part in parts]

    def _whole(self, table: Table) -> Iterator[int]:
        self._add(list(self._cut(table, 0, self.taken.all(table), lambda some: False)))
        yield 0

    def _cut(
        self, table: Table, span: int, rows: Iterable[Any], settled: Callable[[list[Any]], bool]
    ) -> Iterator[Part]:
        line = encoder([column.kind for column in table.columns])
        held: list[Any] = []
        lines: list[bytes] = []
        size = 0
        for row in rows:
            lines.append(line(row).encode() + b"\n")
            held.append(row)
            size += len(lines[-1])
            if size >= MOST_BYTES:
                yield self._part(table.name, span, lines, settled(held), table.secret)
                held, lines, size = [], [], 0
        if lines:
            yield self._part(table.name, span, lines, settled(held), table.secret)

    def _part(self, name: str, span: int, lines: list[bytes], settled: bool, secret: bool = False) -> Part:
        content = b"".join(lines)
        part = Part(name, span, "", hashlib.sha256(content).hexdigest(), len(lines), settled)
        kept, size = self.folder.keep_part(part, content, secret)
        self.written.add(size)
        return kept

    def _add(self, parts: list[Part]) -> None:
        self.parts += parts
        if parts and parts[0].settled:
            self.folder.note(parts)

    def _files(self, store: Store) -> Iterator[int]:
        names = (name for (name,) in self.taken.rows(FILES_SQL))
        for prefix, some in groupby(names, key=lambda name: name[:2]):
            kept = [name for name in some if self._keep_file(store, name)]
            lines = [json.dumps([name]).encode() + b"\n" for name in kept]
            if lines:
                self._add([self._part(FILE_NAMES, int(prefix, 16), lines, False)])
            yield 0

    def _keep_file(self, store: Store, name: str) -> bool:
        path = self.folder.file(name)
        if path.exists():
            return True
        content = store.get(name)
        if content is None or hashlib.sha256(content).hexdigest() != name:
            self.missing += [name] if self.taken.one(PUBLISHED_SQL, (name, name)) else []
            return False
        write_durably(path, content)
        self.written.add(len(content), files=1)
        return True

    def _keep_keys(self, settings: Settings) -> dict[str, list[str]]:
        kept = {}
        for name, text in keys_of(settings).items():
            digest = hashlib.sha256(text.encode()).hexdigest()
            path = Path("secret") / "keys" / f"{name}-{digest[:16]}"
            if not (self.folder.root / path).exists():
                write_durably(self.folder.root / path, text.encode())
            kept[name] = [path.as_posix(), digest]
        return kept


def _described(table: Table, rows: int) -> dict[str, Any]:
    columns = [[column.name, column.kind] for column in table.columns]
    return {"key": table.key, "columns": columns, "rows": rows, "secret": table.secret}


def _head(taken: Snapshot) -> tuple[int, str | None]:
    last = int(taken.one("SELECT MAX(id) FROM entry") or 0)
    return last, _leaf_hash(taken, last)


def _leaf_hash(taken: Snapshot, entry: int) -> str | None:
    leaf = taken.one("SELECT leaf FROM entry WHERE id = %s", (entry,))
    return None if leaf is None else hashlib.sha256(leaf.encode()).hexdigest()

"""Puts the state of an older database on record: leaves of version 1 say little about rows, so those of an upgrade say it all.

What was altered before the upgrade cannot be shown by this; `wenqu verify` names the entries.
"""

import importlib.util
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from types import ModuleType

from forum.deeds import Deed
from forum.roles import SYSTEM
from forum.store import db, log
from forum.store.proved import PROVED
from forum.store.recorded_rows import note_existing

CHUNK = 1000  # rows in a leaf
FIRST = "SELECT leaf FROM entry ORDER BY id LIMIT 1"


def missing() -> bool:
    """Whether the log began with leaves of version 1 and the state of the rows is not on record yet."""
    first = db.raw(FIRST).fetchone()
    if first is None or not first[0].endswith('"v":1}'):
        return False
    return db.raw("SELECT 1 FROM entry WHERE deed = %s LIMIT 1", (Deed.ROWS_BASELINE.value,)).fetchone() is None


def record(now: datetime, tables: Iterable[str] = PROVED) -> None:
    """Record the state of the rows of proved `tables`, all or nothing, in entries of CHUNK rows."""
    with db.write():
        for table in tables:
            _record_table(table, now)


def tables_changed_by(migrations: Iterable[Path]) -> list[str]:
    """The proved tables whose rows these migration files change: each names its own in `CHANGED_ROWS_OF`."""
    named = {table for path in migrations for table in getattr(_module(path), "CHANGED_ROWS_OF", ())}
    return [table for table in PROVED if table in named]


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader, "a migration is a Python file"
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _record_table(table: str, now: datetime) -> None:
    last = 0
    while (noted := note_existing(table, last, CHUNK)) is not None:
        log.record(Deed.ROWS_BASELINE, ("rows", table), actor=SYSTEM, now=now, at_once=True)
        last = noted

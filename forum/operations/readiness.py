"""Whether the program can do its work: the database, its schema, the disk, the search index."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import peewee

from forum.config import Settings
from forum.outbox.models import OutboxItem
from forum.outbox.queries import STATES
from forum.store import db, log, schema
from forum.store.log import Entry
from forum.store.readers import Cursor
from forum.store.sql.causes import told

LEAST_FREE = 100 * 1024**2  # bytes
NOT_OF_THE_LOG = ("overdue", "delivery")  # cursors that keep a time, and a position among notifications
LATE = timedelta(minutes=5)  # a reader whose first unread entry is older lags
SEARCH_LATE = timedelta(minutes=1)  # the search index of this node lags: results have said so since search.queries.LATE


class SearchIndex(Protocol):
    """A search engine (search.engines.base.Engine)."""

    def position(self, *, fresh: bool = True) -> int | None:
        """The number of the last entry that the index contains; None when it cannot be read."""


@dataclass(frozen=True)
class ReaderState:
    """How far a reader of the log is: `behind` entries, the first of which was written at `since`; `late` when long ago."""

    name: str
    behind: int
    since: datetime | None
    late: bool


@dataclass(frozen=True)
class Disk:
    """Room on the disk of the data folder, in bytes; `writable` as far as the system says."""

    free: int
    total: int
    writable: bool

    @property
    def enough(self) -> bool:
        """Whether there is room, and it may be used."""
        return self.writable and self.free >= LEAST_FREE


def problems(settings: Settings, search: Any, now: datetime) -> dict[str, str | None]:
    """{what: why not, or None when it is well}; raises nothing."""
    found: dict[str, str | None] = {"database": None, "schema": None, "search": None}
    found["disk"] = None if disk(settings).enough else "full or read-only"
    try:
        with db.connection():
            db.raw("SELECT 1").fetchone()
            found["schema"] = _schema_problem()
            found["search"] = _search_problem(search, now)
    except (peewee.PeeweeException, OSError) as error:
        found["database"] = told(error)
    return found


def disk(settings: Settings) -> Disk:
    """The Disk of the data folder."""
    try:
        usage = shutil.disk_usage(settings.data)
        writable = not os.statvfs(settings.data).f_flag & os.ST_RDONLY and os.access(settings.data, os.W_OK)
    except OSError:
        return Disk(0, 0, False)
    return Disk(usage.free, usage.total, writable)


def search_position(search: Any) -> int | None:
    """The number of the last entry in the index; None when it cannot be read."""
    engine: SearchIndex = search
    return engine.position(fresh=False)


def reader_states(search: Any, now: datetime) -> list[ReaderState]:
    """The ReaderState of the ledger's signer, of every reader that has begun, and of the search index."""
    rows = Cursor.select(Cursor.name, Cursor.position).where(Cursor.name.not_in(NOT_OF_THE_LOG)).order_by(Cursor.name)
    positions = dict(rows.tuples())
    (signed,) = db.raw("SELECT max(size) FROM ledger_checkpoint").fetchone()
    return [
        reader_state(name, position, now)
        for name, position in (("ledger", signed), *positions.items(), ("search", search_position(search)))
    ]


def reader_state(name: str, position: int | None, now: datetime) -> ReaderState:
    """The ReaderState of a reader that has read up to `position`."""
    behind = log.last_entry_number() - (position or 0)
    since = Entry.select(Entry.at).where(Entry.id > (position or 0)).order_by(Entry.id).limit(1).scalar()
    bound = SEARCH_LATE if name == "search" else LATE
    return ReaderState(name, max(0, behind), since, since is not None and now - since > bound)


def outbox_counts() -> Mapping[str, int]:
    """How many items of the outbox wait, and how many were given up."""
    return {state: OutboxItem.select().where(STATES[state][1]).count() for state in ("waiting", "failed")}


def _search_problem(search: Any, now: datetime) -> str | None:
    position = search_position(search)
    if position is None:
        return "damaged"
    return "lags" if reader_state("search", position, now).late else None


def _schema_problem() -> str | None:
    try:
        schema.check_version()
    except schema.SchemaError as error:
        return str(error)
    return None

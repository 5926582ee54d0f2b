"""Who changes the tables does it alone: `wenqu init` and imports take turns, and wait for backups and exports, which read together.

On PostgreSQL a lock of the server, which several machines share; on SQLite a lock on the folder that holds the file.
"""

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from forum.store.sql.bound import database, is_sqlite

log = logging.getLogger(__name__)

TABLES = 0x57454E54  # "WENT": the advisory lock of PostgreSQL
WAITING = "another wenqu init, import, export or backup works on this database: waiting for its end"


@contextmanager
def upkeep_turn(*, shared: bool = False) -> Iterator[None]:
    """A turn for the block, on a connected database; `shared` for those who only read. The system ends it with the process."""
    with _folder_lock(shared) if is_sqlite() else _server_lock(shared):
        yield


@contextmanager
def _folder_lock(shared: bool) -> Iterator[None]:
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    folder = os.open(_folder(), os.O_RDONLY)
    try:
        _wait(lambda: _locked(folder, kind), lambda: fcntl.flock(folder, kind))
        yield
    finally:
        os.close(folder)


def _folder() -> Path:
    """The folder of the SQLite file, which is named by its path, or by a URI when it is only read."""
    (name,) = [file for _, name, file in database.execute_sql("PRAGMA database_list").fetchall() if name == "main"]
    return Path(name).parent


def _locked(folder: int, kind: int) -> bool:
    try:
        fcntl.flock(folder, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _server_lock(shared: bool) -> Iterator[None]:
    which = "_shared" if shared else ""
    _wait(
        lambda: bool(database.execute_sql(f"SELECT pg_try_advisory_lock{which}(%s)", (TABLES,)).fetchone()[0]),
        lambda: database.execute_sql(f"SELECT pg_advisory_lock{which}(%s)", (TABLES,)),
    )
    try:
        yield
    finally:
        if not database.is_closed():
            database.execute_sql(f"SELECT pg_advisory_unlock{which}(%s)", (TABLES,))


def _wait(taken: Callable[[], bool], take: Callable[[], object]) -> None:
    if not taken():
        log.warning(WAITING)
        take()

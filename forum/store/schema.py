"""Creates and upgrades the tables by peewee's migrations; only `wenqu init` does so."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import peewee
from playhouse.migrations import Migration, Runner

from forum.clock import Clock
from forum.store import baseline, db, ownership, triggers
from forum.store.sql.upkeep_turns import upkeep_turn

MIGRATIONS = Path(__file__).parents[1] / "migrations"
HISTORY = "schema_migration"  # which migrations were applied
IMPORTING = ("import_part", "import_step")  # what an import has done, and has still to do (forum/store/bulk/target.py)


class SchemaError(Exception):
    """The database has another version than the program; the text says what to do."""


def upgrade(url: str, upkeep: str | None = None, now: datetime | None = None) -> list[str]:
    """Upgrade the database at `url` to this program; returns the names of the migrations applied. Raises SchemaError.

    `upkeep` is the URL of a PostgreSQL login that may alter tables, when the one in `url` may not. `now` is the time of the
    entries that an upgrade may write, by default that of the system. Waits while another process changes the tables.
    """
    database = db.connect(upkeep or url, upkeep=True)
    try:
        with db.connection(), upkeep_turn():
            _refuse_half_imported()
            return _upgraded(database, url, upkeep, now or Clock().now())
    except ownership.OwnershipError as error:
        raise SchemaError(str(error)) from None
    finally:
        database.close_all()


def _upgraded(database: peewee.Database, url: str, upkeep: str | None, now: datetime) -> list[str]:
    runner = _runner()
    _refuse_newer(runner)
    sqlite = db.is_sqlite()
    if not sqlite and ownership.belongs_to_others(database):
        return _nothing_to_do(runner)
    applied = _changed(runner, database, now) if _waiting(runner) else []
    if not sqlite:
        ownership.make_search_schema(database)
    if upkeep:
        ownership.hand_over(database, db.login_of(url))
    return applied


def make_tables(names: Sequence[str]) -> None:
    """Make the tables as the migrations `names` leave them, without triggers, for an import."""
    runner = _runner()
    runner.migrations = lambda: [each for each in Migration.load_directory(str(MIGRATIONS)) if each.name in names]
    runner.up()


def unknown_of(names: Sequence[str]) -> list[str]:
    """Which of these migrations this program does not have."""
    return sorted(set(names) - {path.stem for path in MIGRATIONS.glob("[0-9]*.py")})


def finish(database: peewee.Database, url: str, upkeep: str | None, now: datetime) -> list[str]:
    """Upgrade tables that an import has filled, and put the triggers on them; returns the names of the migrations applied."""
    return _upgraded(database, url, upkeep, now)


def _changed(runner: Runner, database: peewee.Database, now: datetime) -> list[str]:
    sqlite = db.is_sqlite()
    triggers.remove_notes(database, sqlite)
    applied: list[str] = runner.up()
    triggers.install(database, sqlite)
    if baseline.missing():
        baseline.record(now)
    elif changed := baseline.tables_changed_by(MIGRATIONS / f"{name}.py" for name in applied):
        baseline.record(now, changed)
    return applied


def _nothing_to_do(runner: Runner) -> list[str]:
    """No migrations, for a login that may not alter tables; raises SchemaError when some are waiting."""
    if _waiting(runner):
        raise SchemaError(
            "this login may not alter the tables: set WENQU_DATABASE_UPKEEP to one that may, and run 'wenqu init'"
        )
    return []


def check() -> None:
    """Raises SchemaError unless the connected database has the program's version and every trigger of the guard."""
    _refuse_lacking(_waiting)


def check_version() -> None:
    """Raises SchemaError unless the connected database has the program's version; for commands that only read."""
    _refuse_lacking(_unapplied)


def _refuse_lacking(lacking: Callable[[Runner], list[str]]) -> None:
    with db.connection():
        _refuse_half_imported()
        runner = _runner()
        _refuse_newer(runner)
        waiting = lacking(runner)
    if waiting:
        raise SchemaError(f"the database lacks {', '.join(waiting)}: run 'wenqu init'")


def _waiting(runner: Runner) -> list[str]:
    return _unapplied(runner) or triggers.differing(db.database, db.is_sqlite()) or _unrecorded()


def _unrecorded() -> list[str]:
    return ["the record of its rows"] if baseline.missing() else []


def _unapplied(runner: Runner) -> list[str]:
    return [migration.name for migration in runner.status() if not migration.applied]


def _refuse_half_imported() -> None:
    if IMPORTING[0] in db.database.get_tables():
        raise SchemaError("a city is being imported into this database: run the same import or restore until it ends")


def _refuse_newer(runner: Runner) -> None:
    newer = [migration.name for migration in runner.status() if migration.path is None]
    if newer:
        raise SchemaError(f"the database is newer than this program: it has {', '.join(newer)}; install a newer Wenqu")


def _runner() -> Runner:
    return Runner(db.database.obj, str(MIGRATIONS), table_name=HISTORY)

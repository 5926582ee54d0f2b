"""Creating and upgrading the tables, by peewee's migrations; `wenqu init` is the only one who does it."""

from pathlib import Path

from playhouse.migrations import Runner

from forum.store import db, guard, ownership

MIGRATIONS = Path(__file__).parents[1] / "migrations"


class SchemaError(Exception):
    """The database and the program don't fit; the text says what to do."""


def upgrade(url, upkeep=None):
    """Bring the database at `url` up to this program; returns the names of the migrations applied.

    `upkeep` is the URL of a PostgreSQL login that may alter tables, when the one in `url` may not.
    """
    database = db.connect(upkeep or url, upkeep=True)
    try:
        with db.connection():
            return _upgraded(database, url, upkeep)
    except ownership.OwnershipError as error:
        raise SchemaError(str(error)) from None
    finally:
        database.close_all()


def _upgraded(database, url, upkeep):
    runner = _runner()
    _refuse_newer(runner)
    sqlite = db.is_sqlite()
    if not sqlite and ownership.belongs_to_others(database):
        return _nothing_to_do(runner)
    applied = runner.up()
    guard.install(database, sqlite)
    if not sqlite:
        ownership.make_search_schema(database)
    if upkeep:
        ownership.hand_over(database, db.login_of(url))
    return applied


def _nothing_to_do(runner):
    """The program's own login finds an upgraded database as it should be; raises SchemaError for any other."""
    if _waiting(runner):
        raise SchemaError(
            "this login may not alter the tables: set WENQU_DATABASE_UPKEEP to one that may, and run 'wenqu init'"
        )
    return []


def check():
    """Raise SchemaError unless the connected database is exactly as new as the program, with its guards."""
    _refuse_lacking(_waiting)


def check_version():
    """The same whatever guards it has, for who reads only."""
    _refuse_lacking(_unapplied)


def _refuse_lacking(lacking):
    with db.connection():
        runner = _runner()
        _refuse_newer(runner)
        waiting = lacking(runner)
    if waiting:
        raise SchemaError(f"the database lacks {', '.join(waiting)}: run 'wenqu init'")


def _waiting(runner):
    return _unapplied(runner) or guard.missing_triggers(db.database, db.is_sqlite())


def _unapplied(runner):
    return [migration.name for migration in runner.status() if not migration.applied]


def _refuse_newer(runner):
    newer = [migration.name for migration in runner.status() if migration.path is None]
    if newer:
        raise SchemaError(f"the database is newer than this program: it has {', '.join(newer)}; install a newer Wenqu")


def _runner():
    return Runner(db.database.obj, str(MIGRATIONS), table_name="schema_migration")

"""Creating and upgrading the tables, by peewee's migrations; `wenqu init` is the only one who does it."""

from pathlib import Path

from playhouse.migrations import Runner

from forum import db, guard

MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaError(Exception):
    """The database and the program don't fit; the text says what to do."""


def upgrade(url):
    """Bring the database at `url` up to this program; returns the names of the migrations applied."""
    database = db.connect(url, upkeep=True)
    try:
        with db.connection():
            runner = _runner()
            _refuse_newer(runner)
            applied = runner.up()
            guard.install(database, db.is_sqlite())
            return applied
    finally:
        database.close_all()


def check():
    """Raise SchemaError unless the connected database is exactly as new as the program."""
    with db.connection():
        runner = _runner()
        _refuse_newer(runner)
        waiting = [migration.name for migration in runner.status() if not migration.applied]
        waiting = waiting or guard.missing(db.database, db.is_sqlite())
    if waiting:
        raise SchemaError(f"the database lacks {', '.join(waiting)}: run 'wenqu init'")


def _refuse_newer(runner):
    newer = [migration.name for migration in runner.status() if migration.path is None]
    if newer:
        raise SchemaError(
            f"the database is newer than this program: it has {', '.join(newer)}; install a newer Wenqu"
        )


def _runner():
    return Runner(db.database.obj, str(MIGRATIONS), table_name="schema_migration")

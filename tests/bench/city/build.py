"""Build a city of so many posts, or find it built.

    PYTHONPATH=.:tests/bench python -m city.build --posts 1000000 --folder FOLDER [--database postgresql://...]

FOLDER is the city's data folder (WENQU_DATA). Half of the threads stand on one board of 200, a tenth of the posts in thread 1.
Rows are written by SQL, in order of time, and the indexes afterwards. They have no entries in the log and no leaves in the
ledger, so `wenqu verify` finds them unrecorded. Everybody of the demo can sign in.
"""

import json
import time
from pathlib import Path

import click
from city import derived, rows, structure
from city.plan import Plan
from city.sql import run

from forum.commands.progress import progress
from forum.config import from_environ
from forum.store import db, schema

VERSION = 1  # of what is built; another one is built again elsewhere
SPAN = 20_000  # threads written in one transaction
BUILT = "bench-city.json"


@click.command()
@click.option("--posts", default=10_000, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), required=True)
@click.option("--database", default="", help="postgresql://..., an empty database; by default SQLite in FOLDER.")
def main(posts, folder, database):
    built(folder, posts, database)


def built(folder, posts, database=""):
    """The Settings of the city in `folder`, built when it is not there; a ClickException when another one is."""
    environ = {"WENQU_DATA": str(folder.absolute()), "WENQU_RATE_LIMITS": "off", "WENQU_SECOND_FACTOR": "optional"}
    settings = from_environ(environ | ({"WENQU_DATABASE": database} if database else {}))
    asked, mark = {"posts": posts, "version": VERSION, "database": database}, folder / BUILT
    if mark.exists():
        found = json.loads(mark.read_text())
        if found != asked:
            raise click.ClickException(f"{folder} holds another city: {found}")
        schema.upgrade(settings.database)  # it may be older than the program
        return settings
    if (folder / "wenqu.db").exists():
        raise click.ClickException(f"{folder} holds a city that was not finished: remove it")
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    build(settings.database, Plan(posts))
    mark.write_text(json.dumps(asked))
    click.echo(f"{posts} posts in {time.monotonic() - began:.0f} s")
    return settings


def build(database, plan, upkeep=None):
    """Write the whole city into the empty database at a URL; `upkeep` is that of a login that may alter its tables."""
    schema.upgrade(database, upkeep)
    pragmas = dict(db.SQLITE_PRAGMAS)
    db.SQLITE_PRAGMAS.update(synchronous="off", cache_size=-500_000, foreign_keys=0, temp_store="file")
    try:
        db.connect(upkeep or database, upkeep=True)
        with db.connection():
            _write(plan)
        db.database.close_all()
    finally:
        db.SQLITE_PRAGMAS.clear()
        db.SQLITE_PRAGMAS.update(pragmas)
    schema.upgrade(database, upkeep)


def _write(plan):
    netizens = structure.make(plan)
    _without_triggers()
    with db.database.atomic():
        rows.prepare()
    indexes = _dropped_indexes()
    for first in progress(range(1, plan.threads + 1, SPAN), f"{SPAN} threads"):
        with db.database.atomic():
            rows.threads(plan, netizens, first, min(first + SPAN - 1, plan.threads))
    for first in progress(range(2, plan.threads + 1, SPAN), f"posts of {SPAN} threads"):
        with db.database.atomic():
            rows.posts(plan, netizens, first, min(first + SPAN - 1, plan.threads))
    for statement in progress(indexes, "indexes"):
        run(statement)
    for step in progress((derived.boards, derived.cases, derived.figures), "derived tables"):
        if step is derived.figures:
            step()
        else:
            with db.database.atomic():
                step()
    structure.forget()
    _settle()


def _without_triggers():
    """Bulk rows leave no notes; `wenqu init` puts the triggers back."""
    if not db.is_sqlite():
        run("SET session_replication_role = replica")
        return
    for (name,) in db.database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        run(f'DROP TRIGGER "{name}"')


def _dropped_indexes():
    """Drop the indexes of the large tables; returns the statements that create them again."""
    large = "('thread', 'post', 'revision', 'clock', 'rating', 'support', 'case_figures', 'tally')"
    if db.is_sqlite():
        found = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN {large}"
    else:
        found = f"""SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename IN {large}
            AND indexname NOT IN (SELECT conname FROM pg_constraint)"""
    statements = db.database.execute_sql(found).fetchall()
    for name, _ in statements:
        run(f'DROP INDEX "{name}"')
    return [statement for _, statement in statements]


def _settle():
    """Have the planner know the tables, and numbers go on after the bulk."""
    if db.is_sqlite():
        run("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    for table in ("account", "thread", "post"):
        run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))")
    run("SET session_replication_role = DEFAULT")
    run("ANALYZE")


if __name__ == "__main__":
    main()

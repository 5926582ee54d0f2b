"""Creates the database's triggers, and finds those that are missing or say something else than the program's.

The guard's triggers refuse to delete and rewrite (forum/store/guard.py); the others note what a leaf commits to
(forum/store/row_triggers.py).
"""

import re
from collections.abc import Iterator, Sequence

import peewee

from forum.store import guard_shown, row_triggers
from forum.store.guard import FROZEN, ONCE

PLACED = (
    "EXISTS (SELECT 1 FROM placement WHERE post_id = NEW.id AND thread_id = NEW.place_thread AND floor = NEW.place_floor"
    " AND path = NEW.place_path)"
)
SQLITE_TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
# A trigger that is not enabled always is skipped by a session that calls itself a replica.
POSTGRESQL_TRIGGERS = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgenabled = 'A'"
POSTGRESQL_FUNCTIONS = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"


def install(database: peewee.Database, sqlite: bool) -> None:
    """Create the triggers, replacing those of an older program."""
    with database.atomic():
        for statement in _sqlite_statements(database) if sqlite else _postgresql_statements():
            database.execute_sql(statement)


def remove_notes(database: peewee.Database, sqlite: bool) -> None:
    """Drop the triggers that note changes of rows, so that a migration may change tables."""
    there = SQLITE_TRIGGERS if sqlite else NOTING
    with database.atomic():
        for name, table in _notes_of(database.execute_sql(there).fetchall()):
            database.execute_sql(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))


NOTING = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"


def _notes_of(triggers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [trigger for trigger in triggers if trigger[0].startswith("note_")]


def differing(database: peewee.Database, sqlite: bool) -> list[str]:
    """Names of triggers and their functions that are missing, disabled, or have another text than the program's.

    They were changed by hand, or the first `wenqu init` was interrupted.
    """
    there = dict(database.execute_sql(SQLITE_TRIGGERS if sqlite else POSTGRESQL_TRIGGERS).fetchall())
    wanted = {name: statement for _, name, statement in (_sqlite if sqlite else _postgresql)(database)}
    names = {name for name, statement in wanted.items() if _plain(there.get(name) or "") != _plain(statement)}
    return sorted(names | (set() if sqlite else _differing_functions(database)))


def unknown(database: peewee.Database, sqlite: bool) -> list[str]:
    """Names of triggers on the program's tables that the program did not create: they could rewrite what is stored."""
    there = dict(database.execute_sql(SQLITE_TRIGGERS if sqlite else FOREIGN).fetchall())
    return sorted(there.keys() - {name for _, name, _ in (_sqlite if sqlite else _postgresql)(database)})


FOREIGN = """SELECT tgname, '' FROM pg_trigger JOIN pg_class AS c ON c.oid = tgrelid
WHERE NOT tgisinternal AND c.relnamespace = 'public'::regnamespace"""


def _differing_functions(database: peewee.Database) -> set[str]:
    there = dict(database.execute_sql(POSTGRESQL_FUNCTIONS).fetchall())
    bodies = {statement: statement.split("$$")[1] for statement in _functions()}
    named = {re.search(r"FUNCTION (\w+)", statement)[1]: body for statement, body in bodies.items()}  # type: ignore[index]
    return {name for name, body in named.items() if there.get(name) != body}


# PostgreSQL gives a trigger back with parentheses, types and the schema added.
ADDED = re.compile(r"::(?:text|character varying)|[\s()\"]|\bpublic\.|\brow\b")


def _plain(statement: str) -> str:
    """The statement of a trigger without what an engine adds to it; texts in it keep their letters."""
    return ADDED.sub("", statement).casefold()


def _rewritten(table: str, differs: str) -> str:
    """The condition under which an UPDATE changes a guarded column; `differs` is the engine's NULL-safe inequality."""
    frozen = [f'OLD."{column}" {differs} NEW."{column}"' for column in FROZEN[table]]
    once = [
        f'(OLD."{column}" IS NOT NULL AND OLD."{column}" {differs} NEW."{column}")' for column in ONCE.get(table, ())
    ]
    return " OR ".join(frozen + once)


def _sqlite_statements(database: peewee.Database) -> Iterator[str]:
    for _, name, statement in [*_sqlite(database)]:
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield statement


def _sqlite(database: peewee.Database) -> Iterator[tuple[str, str, str]]:
    """(table, trigger, its statement) of each trigger."""
    for table, name, event, condition, sentence in _sqlite_guards(database):
        yield table, f"guard_{table}_{name}", _sqlite_trigger(table, name, event, condition, sentence)
    yield from row_triggers.sqlite()


def _sqlite_guards(database: peewee.Database) -> Iterator[tuple[str, str, str, str, str]]:
    for table in FROZEN:
        keys = _unique_keys(database, table)
        replaces = " OR ".join(_taken(table, key) for key in (("id",), *keys))
        # UPDATE OR REPLACE would delete the other row without running the trigger for deletion.
        pushes = "".join(f" OR ({_taken(table, key)} AND {_changed(key)})" for key in keys)
        rewrites = _rewritten(table, "IS NOT") + pushes
        yield table, "delete", "BEFORE DELETE", "1", f"rows of {table} are never deleted"
        yield table, "update", "BEFORE UPDATE", rewrites, f"a row of {table} is never rewritten"
        yield table, "insert", "BEFORE INSERT", replaces, f"a row of {table} is never replaced"
    skipped = (
        "NEW.revision <> OLD.revision AND (NEW.revision <> OLD.revision + 1"
        " OR NOT EXISTS (SELECT 1 FROM revision WHERE post_id = NEW.id AND number = NEW.revision))"
    )
    yield "post", "revision", "BEFORE UPDATE", skipped, "a text changes by a new revision only"
    moved = (
        "(OLD.place_thread IS NOT NEW.place_thread OR OLD.place_floor IS NOT NEW.place_floor"
        f" OR OLD.place_path IS NOT NEW.place_path) AND NOT {PLACED}"
    )
    yield "post", "place", "BEFORE UPDATE", moved, "a post gets a new place by a placement only"
    for table, refused, sentence in guard_shown.sqlite():
        yield table, "shown", "BEFORE UPDATE", refused, sentence


def _unique_keys(database: peewee.Database, table: str) -> list[Sequence[str]]:
    return sorted([index.columns for index in database.get_indexes(table) if index.unique])


def _taken(table: str, key: Sequence[str]) -> str:
    same = " AND ".join(f'"{column}" = NEW."{column}"' for column in key)
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"


def _changed(key: Sequence[str]) -> str:
    return "(" + " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in key) + ")"


def _sqlite_trigger(table: str, name: str, event: str, condition: str, sentence: str) -> str:
    return (
        f"CREATE TRIGGER guard_{table}_{name} {event} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, 'wenqu guard: {sentence}'); END"
    )


REFUSE = """
CREATE OR REPLACE FUNCTION wenqu_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = 'wenqu guard: ' || TG_ARGV[0], ERRCODE = 'integrity_constraint_violation'; END $$
"""

REVISION_ONLY = """
CREATE OR REPLACE FUNCTION wenqu_revision_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.revision <> OLD.revision + 1
     OR NOT EXISTS (SELECT 1 FROM revision WHERE post_id = NEW.id AND number = NEW.revision) THEN
    RAISE EXCEPTION 'wenqu guard: a text changes by a new revision only' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

PLACEMENT_ONLY = f"""
CREATE OR REPLACE FUNCTION wenqu_placement_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT {PLACED} THEN
    RAISE EXCEPTION 'wenqu guard: a post gets a new place by a placement only' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""


def _functions() -> Iterator[str]:
    """The statements of the functions that PostgreSQL's triggers run."""
    yield from (REFUSE, REVISION_ONLY, PLACEMENT_ONLY)
    yield from (function for _, function, _ in guard_shown.postgresql())
    yield from dict.fromkeys(function for _, function, _, _ in row_triggers.postgresql())


def _postgresql_statements() -> Iterator[str]:
    yield from _functions()
    for table, name, statement in _postgresql():
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield statement
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"


def _postgresql(database: peewee.Database | None = None) -> Iterator[tuple[str, str, str]]:
    """(table, trigger, its statement) of each trigger."""
    for table, name, body in _postgresql_guards():
        yield table, f"guard_{table}_{name}", f"CREATE TRIGGER guard_{table}_{name} {body}"
    for table, _, name, body in row_triggers.postgresql():
        yield table, name, f"CREATE TRIGGER {name} {body}"


def _postgresql_guards() -> Iterator[tuple[str, str, str]]:
    for table in FROZEN:
        refuse = f"EXECUTE FUNCTION wenqu_refuse('rows of {table} are never deleted')"
        yield table, "delete", f"BEFORE DELETE ON {table} FOR EACH STATEMENT {refuse}"
        yield table, "truncate", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
        rewrite = f"EXECUTE FUNCTION wenqu_refuse('a row of {table} is never rewritten')"
        when = f"FOR EACH ROW WHEN ({_rewritten(table, 'IS DISTINCT FROM')})"
        yield table, "update", f"BEFORE UPDATE ON {table} {when} {rewrite}"
    skip = "FOR EACH ROW WHEN (OLD.revision <> NEW.revision) EXECUTE FUNCTION wenqu_revision_only()"
    yield "post", "revision", f"BEFORE UPDATE ON post {skip}"
    moved = " OR ".join(f"OLD.place_{part} IS DISTINCT FROM NEW.place_{part}" for part in ("thread", "floor", "path"))
    yield (
        "post",
        "place",
        f"BEFORE UPDATE ON post FOR EACH ROW WHEN ({moved}) EXECUTE FUNCTION wenqu_placement_only()",
    )
    for table, _, body in guard_shown.postgresql():
        yield table, "shown", body

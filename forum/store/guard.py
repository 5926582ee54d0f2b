"""Triggers and the SQLite authorizer, which refuse to delete or rewrite what was published.

A third layer is the public ledger: `wenqu verify` finds a change that got past both.
"""

import sqlite3
from collections.abc import Iterator, Sequence

import peewee

from forum.store import guard_shown

# Columns that never change once written; rows of these tables are never deleted.
FROZEN = {
    "account": ("id", "username", "public_id", "created_at"),
    "role_grant": ("id", "account_id", "role", "department_id", "granted_by_id", "granted_at"),
    "department": ("id", "slug"),
    "category": ("id",),
    "board": ("id", "slug"),
    "thread": (
        "id",
        "title",
        "author_id",
        "author_name",
        "role",
        "author_department_id",
        "author_department_name",
        "anonymous",
        "channel",
        "external_ref",
        "created_at",
    ),
    "post": (
        "id",
        "thread_id",
        "floor",
        "parent_id",
        "path",
        "author_id",
        "author_name",
        "role",
        "department_id",
        "department_name",
        "anonymous",
        "kind",
        "channel",
        "created_at",
    ),
    "revision": tuple("id post_id number text html rendering salt commitment editor_id created_at".split()),
    "clock": ("id", "thread_id", "department_id", "kind", "opened_at"),
    "extension": ("id", "thread_id", "clock_id", "department_id", "asked_by_id", "asked_at", "until", "reason"),
    "rating": ("id", "thread_id", "number", "department_id", "account_id", "grade", "text", "created_at"),
    "own_question": ("id", "thread_id", "department_id", "at"),
    "callback": ("id", "thread_id", "cause", "opened_at"),
    "hotline_call": ("id", "thread_id", "operator_id", "caller", "phone", "called_at", "created_at"),
    "answer_template": ("id", "department_id", "title", "text", "created_by_id", "created_at"),
    "word": ("id", "text", "tier", "reason", "added_by_id", "added_at"),
    "held_post": ("id", "post_id", "revision", "words", "held_at"),
    "support": ("id", "thread_id", "account_id", "created_at"),
    "seal_order": (
        "id",
        "number",
        "signatory_id",
        "signatory_name",
        "signatory_office",
        "reason",
        "ground",
        "signed_on",
        "thread_id",
        "post_id",
        "order_hash",
        "scan_hash",
        "scan_type",
        "entered_by_id",
        "entered_at",
    ),
    "order_scan": ("id", "order_id", "content"),
    "ledger_name": ("id", "name", "at"),
    "ledger_tile": ("id", "level", "number", "hashes", "root"),
    "ledger_checkpoint": ("id", "size", "root", "note", "vkey", "at"),
    "ledger_cosignature": ("id", "checkpoint_id", "witness", "line", "signed_at", "at"),
    "placement": ("id", "post_id", "thread_id", "floor", "path", "from_thread_id", "from_floor", "at"),
    "report": ("id", "post_id", "account_id", "code", "text", "at"),
    "sanction": ("id", "account_id", "kind", "code", "text", "post_id", "since", "until", "given_by_id"),
    "entry": (
        "id",
        "at",
        "deed",
        "object",
        "thread_id",
        "post_id",
        "actor_id",
        "role",
        "department_id",
        "reason",
        "data",
        "salt",
        "commitment",
        "prior",
        "leaf",
    ),
}

# Columns that are NULL until they are set once, and never change afterwards.
ONCE = {
    "role_grant": ("revoked_at", "revoked_by_id"),
    "clock": ("met_at", "met_by", "outcome"),
    "extension": ("decided_by_id", "decided_at", "granted"),
    "callback": ("done_by_id", "done_at"),
    "answer_template": ("retired_at",),
    "word": ("retired_by_id", "retired_at"),
    "held_post": ("decided_by_id", "decided_at", "released"),
    "post": ("seal_order_id",),
    "seal_order": ("confirmed_by_id", "confirmed_at", "withdrawn_by_id", "withdrawn_at", "withdrawn_reason"),
    "report": ("outcome", "decided_at", "decided_by_id", "entry_id"),
    "sanction": ("lifted_at", "lifted_by_id"),
}

RESHAPING = frozenset(
    {
        sqlite3.SQLITE_CREATE_INDEX,
        sqlite3.SQLITE_CREATE_TABLE,
        sqlite3.SQLITE_CREATE_TRIGGER,
        sqlite3.SQLITE_CREATE_VIEW,
        sqlite3.SQLITE_CREATE_VTABLE,
        sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
        sqlite3.SQLITE_DROP_INDEX,
        sqlite3.SQLITE_DROP_TABLE,
        sqlite3.SQLITE_DROP_TRIGGER,
        sqlite3.SQLITE_DROP_VIEW,
        sqlite3.SQLITE_DROP_VTABLE,
        sqlite3.SQLITE_DROP_TEMP_TRIGGER,
        sqlite3.SQLITE_ALTER_TABLE,
        sqlite3.SQLITE_ATTACH,
        sqlite3.SQLITE_DETACH,
    }
)
HARMLESS_PRAGMAS = frozenset(
    {"table_info", "index_list", "index_info", "foreign_key_list", "wal_checkpoint", "data_version", "integrity_check"}
)


def authorize(action: int, first: str | None, second: str | None, schema: str | None, trigger: str | None) -> int:
    """The authorizer of each SQLite connection (sqlite3_set_authorizer): a denied statement fails when it is prepared."""
    if action in RESHAPING:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_DELETE and first in FROZEN:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_UPDATE and second in FROZEN.get(first or "", ()):
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and first not in HARMLESS_PRAGMAS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def install(database: peewee.Database, sqlite: bool) -> None:
    """Create the triggers, replacing those of an older program."""
    with database.atomic():
        for statement in _sqlite_triggers(database) if sqlite else _postgresql_triggers():
            database.execute_sql(statement)


def missing_triggers(database: peewee.Database, sqlite: bool) -> list[str]:
    """Names of triggers that are missing or disabled: dropped by hand, or the first `wenqu init` was interrupted."""
    kinds = ("delete", "update", "insert" if sqlite else "truncate")
    wanted = (
        {f"guard_{table}_{kind}" for table in FROZEN for kind in kinds}
        | {"guard_post_revision", "guard_post_place"}
        | guard_shown.NAMES
    )
    there = SQLITE_TRIGGERS if sqlite else POSTGRESQL_TRIGGERS
    return sorted(wanted - {name for (name,) in database.execute_sql(there).fetchall()})


PLACED = (
    "EXISTS (SELECT 1 FROM placement WHERE post_id = NEW.id AND thread_id = NEW.place_thread AND floor = NEW.place_floor"
    " AND path = NEW.place_path)"
)
SQLITE_TRIGGERS = "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
POSTGRESQL_TRIGGERS = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"


def _rewritten(table: str, differs: str) -> str:
    """The condition under which an UPDATE changes a guarded column; `differs` is the engine's NULL-safe inequality."""
    frozen = [f'OLD."{column}" {differs} NEW."{column}"' for column in FROZEN[table]]
    once = [
        f'(OLD."{column}" IS NOT NULL AND OLD."{column}" {differs} NEW."{column}")' for column in ONCE.get(table, ())
    ]
    return " OR ".join(frozen + once)


def _sqlite_triggers(database: peewee.Database) -> Iterator[str]:
    for table in FROZEN:
        replaces = " OR ".join(_taken(table, key) for key in (("id",), *_unique_keys(database, table)))
        # UPDATE OR REPLACE would delete the other row without running the trigger for deletion.
        pushes = "".join(f" OR ({_taken(table, key)} AND {_changed(key)})" for key in _unique_keys(database, table))
        yield from _sqlite_trigger(table, "delete", "BEFORE DELETE", "1", f"rows of {table} are never deleted")
        yield from _sqlite_trigger(
            table,
            "update",
            "BEFORE UPDATE",
            _rewritten(table, "IS NOT") + pushes,
            f"a row of {table} is never rewritten",
        )
        yield from _sqlite_trigger(table, "insert", "BEFORE INSERT", replaces, f"a row of {table} is never replaced")
    skipped = (
        "NEW.revision <> OLD.revision AND (NEW.revision <> OLD.revision + 1"
        " OR NOT EXISTS (SELECT 1 FROM revision WHERE post_id = NEW.id AND number = NEW.revision))"
    )
    yield from _sqlite_trigger("post", "revision", "BEFORE UPDATE", skipped, "a text changes by a new revision only")
    moved = (
        "(OLD.place_thread IS NOT NEW.place_thread OR OLD.place_floor IS NOT NEW.place_floor"
        f" OR OLD.place_path IS NOT NEW.place_path) AND NOT {PLACED}"
    )
    yield from _sqlite_trigger("post", "place", "BEFORE UPDATE", moved, "a post gets a new place by a placement only")
    for table, refused, sentence in guard_shown.sqlite():
        yield from _sqlite_trigger(table, "shown", "BEFORE UPDATE", refused, sentence)


def _unique_keys(database: peewee.Database, table: str) -> list[Sequence[str]]:
    return [index.columns for index in database.get_indexes(table) if index.unique]


def _taken(table: str, key: Sequence[str]) -> str:
    same = " AND ".join(f'"{column}" = NEW."{column}"' for column in key)
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"


def _changed(key: Sequence[str]) -> str:
    return "(" + " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in key) + ")"


def _sqlite_trigger(table: str, name: str, event: str, condition: str, sentence: str) -> Iterator[str]:
    yield f"DROP TRIGGER IF EXISTS guard_{table}_{name}"
    yield (
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


def _postgresql_triggers() -> Iterator[str]:
    yield REFUSE
    yield REVISION_ONLY
    yield PLACEMENT_ONLY
    for table in FROZEN:
        refuse = f"EXECUTE FUNCTION wenqu_refuse('rows of {table} are never deleted')"
        yield from _postgresql_trigger(table, "delete", f"BEFORE DELETE ON {table} FOR EACH STATEMENT {refuse}")
        yield from _postgresql_trigger(table, "truncate", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}")
        rewrite = f"EXECUTE FUNCTION wenqu_refuse('a row of {table} is never rewritten')"
        when = f"FOR EACH ROW WHEN ({_rewritten(table, 'IS DISTINCT FROM')})"
        yield from _postgresql_trigger(table, "update", f"BEFORE UPDATE ON {table} {when} {rewrite}")
    skip = "FOR EACH ROW WHEN (OLD.revision <> NEW.revision) EXECUTE FUNCTION wenqu_revision_only()"
    yield from _postgresql_trigger("post", "revision", f"BEFORE UPDATE ON post {skip}")
    moved = "(OLD.place_thread, OLD.place_floor, OLD.place_path) IS DISTINCT FROM (NEW.place_thread, NEW.place_floor, NEW.place_path)"
    move = f"FOR EACH ROW WHEN ({moved}) EXECUTE FUNCTION wenqu_placement_only()"
    yield from _postgresql_trigger("post", "place", f"BEFORE UPDATE ON post {move}")
    for table, function, body in guard_shown.postgresql():
        yield function
        yield from _postgresql_trigger(table, "shown", body)


def _postgresql_trigger(table: str, name: str, body: str) -> Iterator[str]:
    yield f"DROP TRIGGER IF EXISTS guard_{table}_{name} ON {table}"
    yield f"CREATE TRIGGER guard_{table}_{name} {body}"
    yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER guard_{table}_{name}"

"""What the database refuses to delete or rewrite: the guarded columns (forum/store/triggers.py), and the SQLite authorizer.

A third layer is the public ledger: `wenqu verify` finds a change that got past both.
"""

import sqlite3

# Columns that never change once written; rows of these tables are never deleted.
FROZEN = {
    "account": ("id", "username", "public_id", "created_at"),
    "account_name": ("id", "account_id", "name", "name_key", "until"),
    "role_grant": ("id", "account_id", "role", "department_id", "granted_by_id", "granted_at"),
    "department": ("id", "slug"),
    "department_person": tuple("id department_id kind name office contact added_at added_by_id".split()),
    "working_rules": tuple("id department_id number text role created_at editor_id".split()),
    "department_closure": tuple("id department_id successor_id reason closed_at closed_by_id".split()),
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
    "post_file": tuple(
        "id post_id thread_id number account_id kind media sha256 width height size name alt created_at".split()
    ),
    "clock": ("id", "thread_id", "department_id", "kind", "opened_at"),
    "extension": ("id", "thread_id", "clock_id", "department_id", "asked_by_id", "asked_at", "until", "reason"),
    "notice": tuple(
        "id thread_id clock_id department_id kind year number mark addressee body head contact copies seal"
        " clock_due_at issued_at feedback_due_at demand issued_by_id".split()
    ),
    "topic": ("id", "slug", "opened_at", "opened_by_id"),
    "topic_thread": ("id", "topic_id", "thread_id", "added_at", "added_by_id"),
    "assessment": tuple("id first_day last_day last_entry cases sha256 document frozen_at frozen_by_id".split()),
    "press_report": ("id", "created_at", "created_by_id"),
    "press_version": tuple(
        "id report_id number title byline medium published_on url text note role created_at editor_id".split()
    ),
    "press_thread": ("id", "report_id", "thread_id", "added_at"),
    "location": tuple("id thread_id number address lat lon precision role created_at editor_id".split()),
    "promise": tuple("id thread_id post_id department_id revision start length due_on found_at earlier_id".split()),
    "rating": ("id", "thread_id", "number", "department_id", "account_id", "grade", "text", "created_at", "solved"),
    "own_question": ("id", "thread_id", "department_id", "at"),
    "callback": ("id", "thread_id", "cause", "opened_at"),
    "hotline_call": ("id", "thread_id", "operator_id", "caller", "phone", "called_at", "created_at"),
    "app_request": ("id", "thread_id", "app", "token", "sealed", "media_url", "created_at"),
    "move_car_request": tuple("id key channel account_id plate_hash plate leads_id created_at".split()),
    "webhook_target": ("id", "key", "url", "description", "secret", "created_at", "created_by"),
    "contact_message": tuple("id thread_id department_id account_id from_asker salt commitment created_at".split()),
    "contact_share": ("id", "thread_id", "department_id", "reader_id", "at"),
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
        "rows_salt",
    ),
    "recorded_row": ("id", "row_table", "row_id", "thread_id", "public", "private", "writer"),
    "imported_record": ("id", "source", "kind", "old_id", "now_id"),
}

# Columns that are NULL until they are set once, and never change afterwards.
ONCE = {
    "role_grant": ("revoked_at", "revoked_by_id"),
    "clock": ("met_at", "met_by", "outcome"),
    "extension": ("decided_by_id", "decided_at", "granted"),
    "department_person": ("removed_at", "removed_by_id"),
    "callback": ("done_by_id", "done_at"),
    "notice": tuple(
        "signed_at signed_by_id feedback feedback_at feedback_by_id closed_at closing closed_text closed_by_id".split()
    ),
    "topic": ("closed_at", "closed_text", "closed_by_id"),
    "topic_thread": ("removed_at", "removed_text", "removed_by_id"),
    "press_report": ("withdrawn_at", "withdrawn_role", "withdrawn_reason", "withdrawn_by_id"),
    "press_thread": ("removed_at",),
    "location": ("ended_at", "ended_by_id"),
    "promise": ("asked_at", "outcome", "kept_post_id", "reason", "closed_at", "closed_by_id"),
    "answer_template": ("retired_at",),
    "word": ("retired_by_id", "retired_at"),
    "held_post": ("decided_by_id", "decided_at", "released"),
    "post": ("seal_order_id",),
    "seal_order": ("confirmed_by_id", "confirmed_at", "withdrawn_by_id", "withdrawn_at", "withdrawn_reason"),
    "report": ("outcome", "decided_at", "decided_by_id", "entry_id"),
    "sanction": ("lifted_at", "lifted_by_id"),
    "recorded_row": ("entry_id",),
}

RESHAPING = frozenset(
    {
        sqlite3.SQLITE_CREATE_INDEX,
        sqlite3.SQLITE_CREATE_TABLE,
        sqlite3.SQLITE_CREATE_TRIGGER,
        sqlite3.SQLITE_CREATE_VIEW,
        sqlite3.SQLITE_CREATE_VTABLE,
        sqlite3.SQLITE_CREATE_TEMP_INDEX,
        sqlite3.SQLITE_CREATE_TEMP_TABLE,
        sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
        sqlite3.SQLITE_CREATE_TEMP_VIEW,
        sqlite3.SQLITE_DROP_INDEX,
        sqlite3.SQLITE_DROP_TABLE,
        sqlite3.SQLITE_DROP_TRIGGER,
        sqlite3.SQLITE_DROP_VIEW,
        sqlite3.SQLITE_DROP_VTABLE,
        sqlite3.SQLITE_DROP_TEMP_INDEX,
        sqlite3.SQLITE_DROP_TEMP_TABLE,
        sqlite3.SQLITE_DROP_TEMP_TRIGGER,
        sqlite3.SQLITE_DROP_TEMP_VIEW,
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

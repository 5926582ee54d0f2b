"""An upgrade puts the state of all rows on record, once, and the program does not start before it has."""

import json

import pytest

from boards.models.threads import Thread
from forum.store import baseline, db, log, schema
from forum.store.log import Deed, Entry
from forum.store.recorded_rows import RecordedRow
from forum.store.schema import SchemaError

GUARDS = [f"guard_{table}_{event}" for table in ("entry", "recorded_row") for event in ("delete", "update")]


@pytest.fixture
def old(question, database, upkeep):
    """The question's city as a program before version 2 of the leaf left it."""
    own = db.database.obj
    own.close()
    on = [""] * 4 if db.is_sqlite() else [" ON entry", " ON entry", " ON recorded_row", " ON recorded_row"]
    upkeep(
        *(f"DROP TRIGGER {name}{table}" for name, table in zip(GUARDS, on, strict=True)),
        "DELETE FROM recorded_row",
        """UPDATE entry SET leaf = replace(leaf, '"v":2', '"v":1'), rows_salt = NULL""",
    )
    db.database.initialize(own)
    own.connect()
    return question


def test_the_state_of_an_old_city_is_missing_and_recorded_once(old, now):
    assert baseline.missing()
    baseline.record(now)
    assert not baseline.missing()
    row = RecordedRow.get(RecordedRow.row_table == "thread", RecordedRow.row_id == old.id)
    assert json.loads(row.public)["status"] == Thread.get_by_id(old.id).status
    assert Entry.get_by_id(row.entry_id).deed == Deed.ROWS_BASELINE


def test_a_new_city_needs_none(question):
    assert not baseline.missing()


def test_the_program_does_not_start_before(old):
    with pytest.raises(SchemaError, match="wenqu init"):
        schema.check()


def test_many_rows_are_recorded_in_several_entries(old, now, monkeypatch):
    monkeypatch.setattr(baseline, "CHUNK", 3)
    before = log.last_entry_number()
    baseline.record(now)
    written = Entry.select().where(Entry.id > before, Entry.object == "rows/account")
    assert written.count() > 3
    assert RecordedRow.select().where(RecordedRow.entry_id.is_null()).count() == 0


def test_rows_that_a_migration_changes_are_recorded_by_the_tables_that_it_names(tmp_path, question, now):
    path = tmp_path / "0099_more.py"
    path.write_text('CHANGED_ROWS_OF = ("post", "thread", "elsewhere")\n')
    tables = baseline.tables_changed_by([path])
    assert tables == ["thread", "post"]
    before = log.last_entry_number()
    baseline.record(now, tables)
    assert [entry.object for entry in Entry.select().where(Entry.id > before)] == ["rows/thread", "rows/post"]

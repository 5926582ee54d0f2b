"""Creating and upgrading: from nothing, again, and never over a database of another age."""

import subprocess
import sys

import pytest
from playhouse.schema_diff import diff_models

from forum.store import db, schema, triggers
from forum.store.db import Model
from forum.store.schema import SchemaError


@pytest.fixture
def empty_url(request, tmp_path, database_url):
    """The URL of a database without a single table, on the engine of `database_url`."""
    if database_url.startswith("sqlite:"):
        return f"sqlite:///{tmp_path / 'empty.db'}"
    running = request.getfixturevalue("postgresql")
    running.made += 1
    name = f"empty_{running.made}"
    running.server.psql(f"CREATE DATABASE {name};")
    return running.superuser(name)


@pytest.fixture
def check(database_url):
    """check(): what every command does before it works."""

    def run():
        opened = db.connect(database_url)
        try:
            schema.check()
        finally:
            opened.close_all()

    return run


def migrations():
    return sorted(path.stem for path in schema.MIGRATIONS.glob("[0-9]*.py"))


def test_no_two_migrations_have_the_same_number():
    numbers = [name.partition("_")[0] for name in migrations()]
    assert len(set(numbers)) == len(numbers)


def models():
    return [
        model
        for model in Model.__subclasses__()
        if model.__module__.split(".")[0] in ("forum", "boards", "moderation", "search")
    ]


def test_an_empty_database_gets_every_table_and_trigger(empty_url):
    assert schema.upgrade(empty_url) == migrations()
    opened = db.connect(empty_url)
    with db.connection():
        assert {model._meta.table_name for model in models()} <= set(opened.get_tables())
        assert triggers.differing(opened, db.is_sqlite()) == []
    schema.check()
    opened.close_all()


def test_a_second_time_changes_nothing(database_url, check):
    assert schema.upgrade(database_url) == []
    check()


AT_ONCE = "import sys; from forum.store import schema; print(len(schema.upgrade(sys.argv[1]))); schema.check()"


def test_several_at_once_take_turns(empty_url):
    """The second finds everything done, and no moment at which a trigger is missing."""
    running = [
        subprocess.Popen([sys.executable, "-c", AT_ONCE, empty_url], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    said = [each.communicate() for each in running]
    assert [each.returncode for each in running] == [0, 0, 0], [told.decode()[-300:] for _, told in said]
    assert sorted(int(printed) for printed, _ in said) == [0, 0, len(migrations())]


def test_the_tables_are_the_models(database):
    assert len(models()) >= 17
    assert str(diff_models(database, models())) == ""


def test_the_tables_allow_null_where_the_models_do(database):
    for model in models():
        fields = model._meta.columns
        for column in database.get_columns(model._meta.table_name):
            assert (column.name, column.null) == (column.name, fields[column.name].null)


def test_a_database_newer_than_the_program_is_refused(database_url, upkeep, check):
    upkeep("INSERT INTO schema_migration (name, applied) VALUES ('9999_from_tomorrow', '2099-01-01 00:00:00')")
    with pytest.raises(SchemaError, match="newer than this program: it has 9999_from_tomorrow"):
        check()
    with pytest.raises(SchemaError, match="newer than this program"):
        schema.upgrade(database_url)


def test_an_older_database_is_told_to_upgrade(upkeep, check):
    last = migrations()[-1]
    upkeep(f"DELETE FROM schema_migration WHERE name = '{last}'")
    with pytest.raises(SchemaError, match=f"lacks {last}: run 'wenqu init'"):
        check()


def test_an_empty_database_is_told_to_upgrade(empty_url):
    opened = db.connect(empty_url)
    with pytest.raises(SchemaError, match="lacks 0001_first_tables.*: run 'wenqu init'"):
        schema.check()
    opened.close_all()


@pytest.mark.parametrize("trigger", ["delete", "update", "revision"])
def test_a_database_that_lost_its_guard_is_refused_until_it_has_it_again(
    database_url, upkeep_url, upkeep, check, trigger
):
    on = "" if database_url.startswith("sqlite:") else " ON post"
    upkeep(f"DROP TRIGGER guard_post_{trigger}{on}")
    with pytest.raises(SchemaError, match=f"lacks guard_post_{trigger}: run 'wenqu init'"):
        check()
    assert schema.upgrade(database_url, upkeep_url) == []
    check()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_guard_that_was_put_to_sleep_is_missed(upkeep, check):
    upkeep("ALTER TABLE revision DISABLE TRIGGER guard_revision_update")
    with pytest.raises(SchemaError, match="lacks guard_revision_update"):
        check()


HOLLOW = {
    "sqlite": {
        "guard_post_delete": "CREATE TRIGGER guard_post_delete BEFORE DELETE ON post FOR EACH ROW WHEN 0 "
        "BEGIN SELECT RAISE(ABORT, 'wenqu guard: rows of post are never deleted'); END",
        "note_thread_update": "CREATE TRIGGER note_thread_update AFTER UPDATE ON thread BEGIN SELECT 1; END",
    },
    "postgresql": {
        "guard_post_delete": "CREATE TRIGGER guard_post_delete BEFORE DELETE ON post FOR EACH ROW WHEN (false)"
        " EXECUTE FUNCTION wenqu_refuse('rows of post are never deleted')",
        "note_thread_update": "CREATE TRIGGER note_thread_update AFTER UPDATE ON thread FOR EACH ROW WHEN (false)"
        " EXECUTE FUNCTION wenqu_note_thread()",
    },
}


@pytest.mark.parametrize("name", ["guard_post_delete", "note_thread_update"])
def test_a_trigger_of_the_same_name_that_does_nothing_is_missed(upkeep, check, database_url, name):
    sqlite = database_url.startswith("sqlite:")
    table = name.split("_")[1]
    made = HOLLOW["sqlite" if sqlite else "postgresql"][name]
    enabled = [] if sqlite else [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"]
    upkeep(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"), made, *enabled)
    with pytest.raises(SchemaError, match=f"lacks {name}: run 'wenqu init'"):
        check()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_function_that_refuses_nothing_any_more_is_missed(upkeep, check):
    upkeep(
        "CREATE OR REPLACE FUNCTION wenqu_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    )
    with pytest.raises(SchemaError, match="lacks wenqu_refuse"):
        check()


def test_the_program_does_not_start_on_a_database_that_does_not_fit(settings, upkeep):
    from forum.app import create_app

    upkeep("DELETE FROM schema_migration")
    with pytest.raises(SchemaError):
        create_app(settings)
    db.database.obj.close_all()

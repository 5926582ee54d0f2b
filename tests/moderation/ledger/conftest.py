"""A log that grows, the worker's part that signs it, and a hand in the database that no guard stops."""

from types import SimpleNamespace

import psycopg
import pytest
from peewee import sqlite3

from forum.store import db, log
from forum.store.log import Deed, Entry
from moderation.ledger.models import SignedCheckpoint
from moderation.ledger.signing import Signer


@pytest.fixture
def grow(database, now):
    """grow(n): n more entries in the log."""

    def more(count, at=now):
        with db.write():
            start = log.last_entry_number() + 1
            for first in range(start, start + count, 200):
                Entry.insert_many(
                    [an_entry(number, at) for number in range(first, min(first + 200, start + count))]
                ).execute()

    return more


def an_entry(number, at):
    leaf = f'{{"n":{number},"time":"{at.isoformat()}"}}'
    return {
        "id": number,
        "at": at,
        "deed": Deed.PRIVATE_LOOK.value,
        "object": "thread/1",
        "role": "guest",
        "leaf": leaf,
    }


@pytest.fixture
def signer(settings, database):
    return Signer(settings)


@pytest.fixture
def checkpoints(database):
    """checkpoints(): sizes of what was signed, in order."""
    return lambda: [
        size for (size,) in SignedCheckpoint.select(SignedCheckpoint.size).order_by(SignedCheckpoint.id).tuples()
    ]


@pytest.fixture
def by_hand(database, database_url, postgresql_superuser):
    """by_hand(statement, ...): every guard and every tie between tables is taken away, and put back afterwards."""

    def run(*statements):
        database.close()
        if database_url.startswith("sqlite:"):
            _in_sqlite(database_url, statements)
        else:
            _in_postgresql(postgresql_superuser, statements)
        database.connect()

    return run


@pytest.fixture
def postgresql_superuser(request, database_url):
    """The URL by which the owner of the whole server comes to the database."""
    if database_url.startswith("sqlite:"):
        return None
    name = database_url.partition("?")[0].rpartition("/")[2]
    return request.getfixturevalue("postgresql").superuser(name)


def _in_sqlite(url, statements):
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    dropped = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in dropped:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in dropped:
        connection.execute(sql)
    connection.close()


def _in_postgresql(url, statements):
    with psycopg.connect(url, autocommit=True) as connection:
        guards = (
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'guard_%' OR tgname LIKE 'note_%'"
        )
        guards = connection.execute(guards).fetchall()
        for table in {table for table, _ in guards}:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        for statement in statements:
            connection.execute(statement)
        for table in {table for table, _ in guards}:
            connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
        for table, name in guards:
            connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


@pytest.fixture
def files(settings):
    """Where the signer keeps what lies outside the database."""
    return SimpleNamespace(
        key=settings.data / "ledger-key", inside=settings.data / "ledger-checkpoint", outside=settings.ledger_memory
    )

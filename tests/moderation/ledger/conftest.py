"""A log that grows, the worker's part that signs it, and a hand in the database that no guard stops."""

import re
from types import SimpleNamespace

import psycopg
import pytest
from peewee import sqlite3

from forum import db, log
from forum.log import Deed, Entry
from moderation.ledger.models import SignedCheckpoint
from moderation.ledger.signing import Signer

GUARDED = ("entry", "revision", "ledger_tile", "ledger_checkpoint")


@pytest.fixture
def grow(database, now):
    """grow(n): n more entries in the log."""

    def more(count, at=now):
        with db.write():
            start = log.last_number() + 1
            for first in range(start, start + count, 200):
                Entry.insert_many([an_entry(number, at) for number in range(first, min(first + 200, start + count))]).execute()

    return more


def an_entry(number, at):
    leaf = f'{{"n":{number},"time":"{at.isoformat()}"}}'
    return {"id": number, "at": at, "deed": Deed.PRIVATE_LOOK.value, "object": "thread/1", "role": "guest", "leaf": leaf}


@pytest.fixture
def signer(settings, database):
    return Signer(settings)


@pytest.fixture
def checkpoints(database):
    """checkpoints(): sizes of what was signed, in order."""
    return lambda: [size for (size,) in SignedCheckpoint.select(SignedCheckpoint.size).order_by(SignedCheckpoint.id).tuples()]


@pytest.fixture
def by_hand(database, database_url):
    """by_hand(statement, ...): what somebody with the database's password does, the guard taken away."""

    def run(*statements):
        database.close()
        (_by_hand_in_sqlite if database_url.startswith("sqlite:") else _by_hand_in_postgresql)(database_url, statements)
        database.connect()

    return run


def _by_hand_in_sqlite(url, statements):
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    dropped = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in dropped:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in dropped:
        connection.execute(sql)
    connection.close()


def _by_hand_in_postgresql(url, statements):
    with psycopg.connect(superusers(url), autocommit=True) as connection:
        for table in GUARDED:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            connection.execute(statement)
        for (table, name) in connection.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal").fetchall():
            connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def superusers(url):
    return re.sub(r"//\w+:", "//postgres:", url)


@pytest.fixture
def files(settings):
    """Where the signer keeps what lies outside the database."""
    return SimpleNamespace(
        key=settings.data / "ledger-key", inside=settings.data / "ledger-checkpoint", outside=settings.ledger_memory
    )

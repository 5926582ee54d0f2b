"""The state of the database changes with every commit, of whichever connection."""

from datetime import UTC, datetime
from threading import Thread

from forum.kept.models import KeptForm
from forum.store import db
from forum.store.sql.reads import digest, recording_reads
from forum.store.sql.state import DatabaseState

AT = datetime(2026, 3, 2, tzinfo=UTC)


def add(key):
    KeptForm.create(key_hash=key, browser_hash="", endpoint="", address="/", sealed="", at=AT)


def commit(name="one"):
    with db.connection(), db.write():
        add(name)


def test_it_is_the_same_while_nothing_is_committed(places):
    state = DatabaseState()
    assert state.current() == state.current() is not None


def test_a_commit_changes_it(places):
    state = DatabaseState()
    before = state.current()
    commit()
    assert state.current() != before


def test_a_commit_of_another_connection_changes_it(places):
    state = DatabaseState()
    before = state.current()
    other = Thread(target=commit)
    other.start()
    other.join()
    assert state.current() != before


def test_what_is_rolled_back_changes_nothing_that_is_seen(places):
    state = DatabaseState()
    state.current()
    with db.write() as transaction:
        add("one")
        transaction.rollback()
    assert state.current() is not None


def test_a_connection_that_is_gone_is_opened_again_as_another_state(places):
    state = DatabaseState()
    before = state.current()
    state._connection.close()
    assert state.current() is None
    assert state.current() not in (None, before)


def test_statements_are_recorded_with_what_they_read(places):
    with recording_reads() as recorded:
        rows = db.raw("SELECT slug FROM board WHERE id > %s ORDER BY id", (0,))
        assert (rows.fetchone(), len(rows.fetchall()), rows.fetchone()) == (("zhujian",), 2, None)
        db.raw("SELECT key_hash FROM kept_form WHERE address = %s", ("/",)).fetchall()
    assert [params for _, params in recorded.reads] == [(0,), ("/",)]
    assert digest(recorded.reads) == recorded.digest
    commit()
    assert digest(recorded.reads) != recorded.digest


def test_a_statement_that_writes_is_told_apart(places):
    with recording_reads() as recorded:
        db.raw("SELECT 1").fetchall()
    assert recorded.only_reads
    with recording_reads() as recorded:
        commit()
    assert not recorded.only_reads

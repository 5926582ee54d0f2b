"""The database layer: times that sort, transactions that leave nothing half-written, writers that take turns."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from zoneinfo import ZoneInfo

import peewee
import pytest
from hypothesis import given, strategies as st
from peewee import sqlite3

from boards.models.threads import Thread as Thread_
from forum.accounts.models import Attempt
from forum.roles import SYSTEM
from forum.store import db, log
from forum.store.log import Deed, Entry
from forum.store.readers import Cursor

T = datetime(2014, 9, 22, 2, tzinfo=UTC)
ROW = {"title": "桂花", "author_name": "小陈", "role": "netizen", "created_at": T, "last_at": T, "last_name": "小陈"}
SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = (UTC, SHANGHAI, ZoneInfo("America/St_Johns"))
SYNCHRONOUS = db.SQLITE_PRAGMAS["synchronous"]  # before the fixtures turn it off
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MOMENTS = [
    datetime(1999, 12, 31, 23, 59, 59, 999_999, UTC),
    datetime(2014, 9, 22, 10, 0, tzinfo=SHANGHAI),
    datetime(2014, 9, 22, 10, 0, 0, 1, SHANGHAI),
    datetime(2014, 9, 22, 2, 30, tzinfo=UTC),
    datetime(2026, 2, 28, 16, 0, tzinfo=UTC),
    datetime(9998, 12, 31, 23, 59, 59, tzinfo=UTC),
]


def note(subject, at=MOMENTS[1]):
    Attempt.insert(kind="test", subject=subject, at=at).execute()


def notes():
    return [subject for (subject,) in Attempt.select(Attempt.subject).order_by(Attempt.id).tuples()]


def record(now=MOMENTS[1], subject=("test", 1)):
    return log.record(Deed.BOARD_CREATE, subject, actor=SYSTEM, now=now)


def test_a_time_comes_back_as_the_same_moment_in_utc(database):
    for at in MOMENTS:
        note("time", at)
    back = [row.at for row in Attempt.select().order_by(Attempt.id)]
    assert back == MOMENTS
    assert {at.utcoffset() for at in back} == {timedelta(0)}


def test_times_sort_and_compare_in_the_database_as_they_do_outside(database):
    for at in reversed(MOMENTS):
        note("time", at)
    assert [row.at for row in Attempt.select().order_by(Attempt.at)] == sorted(MOMENTS)
    for at in MOMENTS:
        assert Attempt.select().where(Attempt.at < at).count() == sum(other < at for other in MOMENTS)
    assert Attempt.select(peewee.fn.MAX(Attempt.at)).scalar() == max(MOMENTS)


@given(
    st.lists(
        st.datetimes(
            min_value=datetime(1900, 1, 2),
            max_value=datetime(9000, 1, 1),
            timezones=st.sampled_from(ZONES),
            allow_imaginary=False,
        ),
        max_size=9,
    )
)
def test_the_text_of_a_time_sorts_like_the_time(moments):
    field = db.Instant()
    texts = [field.db_value(at) for at in moments]
    in_utc = [at.astimezone(UTC) for at in moments]
    assert sorted(texts) == [field.db_value(at) for at in sorted(in_utc)]
    assert [field.python_value(text) for text in texts] == in_utc
    assert len({len(text) for text in texts}) <= 1


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        db.Instant().db_value(datetime(2014, 9, 22))


def test_a_write_that_fails_leaves_nothing(database):
    with pytest.raises(ZeroDivisionError), db.write():
        note("half")
        record()
        raise ZeroDivisionError
    assert (notes(), log.last_entry_number()) == ([], 0)


def test_a_write_inside_another_falls_with_it(database):
    with pytest.raises(ZeroDivisionError), db.write():
        with db.write():
            note("inner")
            record()
        raise ZeroDivisionError
    assert (notes(), log.last_entry_number()) == ([], 0)


def test_an_inner_write_that_fails_alone_takes_only_its_own(database):
    with db.write():
        note("before")
        with pytest.raises(ZeroDivisionError), db.write():
            note("inner")
            record()
            raise ZeroDivisionError
        note("after")
        assert record() == 1
    assert (notes(), log.last_entry_number()) == (["before", "after"], 1)


def test_a_refused_statement_in_an_inner_write_does_not_spoil_the_outer_one(database):
    with db.write():
        record()
        with pytest.raises(peewee.IntegrityError), db.write():
            Entry.insert(id=1, at=MOMENTS[0], deed="x", object="x", role="x", leaf="x").execute()
        note("after")
    assert (notes(), log.last_entry_number()) == (["after"], 1)


def test_nothing_is_written_by_a_write_that_did_not_commit(database):
    with db.write() as transaction:
        note("taken back")
        transaction.rollback()
    assert notes() == []


WRITERS, DEEDS_EACH = 4, 15


def test_writers_at_once_number_the_log_without_gaps_in_the_order_of_their_commits(database):
    done, seen, failures = Event(), [], []

    def watch():
        while not done.is_set():
            seen.append([number for (number,) in Entry.select(Entry.id).order_by(Entry.id).tuples()])

    def work(who):
        for step in range(DEEDS_EACH):
            _write_or_give_up(who, step)

    threads = [Thread(target=guarded, args=(work, failures, who)) for who in range(WRITERS)]
    watcher = Thread(target=guarded, args=(watch, failures))
    watcher.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    watcher.join()
    assert failures == []
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in seen)
    assert [entry.id for entry in Entry.select().order_by(Entry.id)] == list(range(1, 2 * WRITERS * DEEDS_EACH + 1))
    assert [entry.object for entry in Entry.select().order_by(Entry.id)] == notes()


def _write_or_give_up(who, step):
    """Two entries in a transaction, with a note beside each; every third transaction is taken back and tried again."""
    for give_up in (True, False) if step % 3 == 0 else (False,):
        with suppress(ZeroDivisionError), db.write():
            for part in range(2):
                record(subject=(f"writer-{who}", f"{step}-{part}"))
                note(f"writer-{who}/{step}-{part}")
            if give_up:
                raise ZeroDivisionError


def guarded(work, failures, *arguments):
    try:
        with db.connection():
            work(*arguments)
    except Exception as error:
        failures.append(error)


@sqlite_only
def test_every_connection_of_the_pool_is_set_up(database_url, monkeypatch):
    monkeypatch.setitem(db.SQLITE_PRAGMAS, "synchronous", SYNCHRONOUS)
    opened, found = db.connect(database_url), []

    def look():
        raw = opened.connection()
        raw.set_authorizer(None)  # reading a pragma is refused too
        found.append({pragma: raw.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in SET_UP})

    with db.connection():
        look()
        thread = Thread(target=guarded, args=(look, found))
        thread.start()
        thread.join()
    opened.close_all()
    assert found == [SET_UP, SET_UP]


SET_UP = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
}


@sqlite_only
def test_sqlite_is_one_without_the_fault_of_its_write_ahead_log(database):
    assert tuple(map(int, peewee.sqlite3.sqlite_version.split("."))) > (3, 51, 2)


@sqlite_only
def test_a_writer_holds_the_file_from_the_start_of_its_transaction(database, database_url):
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), timeout=0, isolation_level=None)
    with db.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_row_that_points_nowhere_is_refused(database):
    with pytest.raises(peewee.IntegrityError), db.write():
        db.database.execute_sql(
            "INSERT INTO token (key_hash, account_id, created_at, expires_at) VALUES ('x', 404, '2014-09-22', '2014-09-22')"
        )


def test_a_connection_goes_back_to_the_pool(database):
    database.close()
    with db.connection():
        with db.connection():
            note("kept open by the outer one")
        assert not database.is_closed()
    assert database.is_closed()
    database.connect()


def test_plain_sql_takes_its_parameters_alike_on_both_engines(database):
    note("first")
    note("second")
    rows = db.raw(
        "SELECT subject FROM attempt WHERE kind = %s AND subject > %s ORDER BY subject", ("test", "a")
    ).fetchall()
    assert rows == [("first",), ("second",)]


def test_a_created_row_has_its_defaults_its_number_and_nothing_left_to_save(places, cast):
    made = Thread_.create(**ROW, board=places.talk_board, author=cast.asker.account)
    assert (made.floors, made.public, made.status, made.board_id) == (1, True, None, places.talk_board.id)
    assert made.dirty_fields == []
    kept = Thread_.get_by_id(made.id)
    assert kept.__data__ == dict.fromkeys(kept.__data__) | made.__data__


def test_a_row_with_a_key_of_its_own_is_created_under_it(database):
    made = Cursor.create(name="tester", position=3)
    assert made.name == "tester" and Cursor.get_by_id("tester").position == 3


def test_rows_are_inserted_at_once_and_those_in_the_way_changed(database):
    Cursor.insert_all([])
    Cursor.insert_all([{"name": "one", "position": 1}, {"name": "two", "position": 2}])
    adding = "ON CONFLICT (name) DO UPDATE SET position = reader_cursor.position + excluded.position"
    Cursor.insert_all([{"name": "two", "position": 2}, {"name": "three", "position": 3}], adding)
    assert dict(Cursor.select(Cursor.name, Cursor.position).tuples()) == {"one": 1, "two": 4, "three": 3}


def test_rows_inserted_at_once_fail_with_an_error_of_peewee_which_the_answer_503_knows(database):
    twice = [{"name": "one", "position": 1}] * 2
    with pytest.raises(peewee.IntegrityError), db.write():
        Cursor.insert_all(twice)


def test_what_fails_inside_a_savepoint_takes_only_itself_back(database):
    with db.write():
        note("outermost")
        with pytest.raises(ValueError, match="outer"), db.write():
            note("outer")
            with pytest.raises(KeyError), db.write():
                note("inner")
                raise KeyError
            with db.write():
                note("another inner")
            raise ValueError("outer")
        with db.write():
            note("later")
    assert notes() == ["outermost", "later"]


def test_nested_writes_run_the_same_statements_again(database, monkeypatch):
    ran, run = [], type(db.database.obj).execute_sql
    monkeypatch.setattr(
        type(db.database.obj), "execute_sql", lambda self, sql, *more: ran.append(sql) or run(self, sql, *more)
    )
    for _ in range(2):
        with db.write(), db.write(), db.write():
            pass
    named = [sql for sql in ran if "SAVEPOINT" in sql]
    assert len(named) == 8 and named[:4] == named[4:]

"""Readers of the log: killed at any moment, they neither skip an entry nor take one twice."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from threading import Thread as Thread_
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from stage_databases import counted

from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post, Tally, Thread
from boards.readers import tallies
from forum.accounts.models import Attempt
from forum.clock import FixedClock
from forum.roles import SYSTEM
from forum.store import db, log, readers, worker
from forum.store.log import Deed
from forum.store.readers import Reader

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Killed(Exception):
    """The process ends here."""


def write_entries(count, now, deed=Deed.BOARD_CREATE):
    for number in range(count):
        with db.write():
            log.record(deed, ("test", number), actor=SYSTEM, now=now)


def take(entry, at):
    Attempt.insert(kind="taken", subject=str(entry.id), at=at).execute()


def take_all(entries, now):
    for entry in entries:
        take(entry, now)


def taken():
    return [int(subject) for (subject,) in Attempt.select(Attempt.subject).order_by(Attempt.id).tuples()]


def test_a_reader_takes_every_entry_once_in_order(database, now):
    write_entries(7, now)
    reader = Reader("test", take_all)
    assert reader.backlog() == 7
    assert [reader.advance(now, batch=3) for _ in range(4)] == [3, 3, 1, 0]
    assert (taken(), reader.backlog()) == ([1, 2, 3, 4, 5, 6, 7], 0)


def test_an_empty_log_leaves_nothing_to_do(database, now):
    reader = Reader("test", take_all)
    assert (reader.backlog(), reader.catch_up(now), taken()) == (0, 0, [])


def test_readers_do_not_hinder_each_other(database, now):
    write_entries(4, now)
    one, other = Reader("one", take_all), Reader("other", lambda entries, now: None)
    one.advance(now, batch=3)
    assert (one.backlog(), other.backlog()) == (1, 4)
    assert (other.catch_up(now), one.backlog()) == (4, 1)


def test_a_reader_passes_what_it_does_not_want(database, now):
    write_entries(3, now)
    write_entries(2, now, Deed.POST_CREATE)
    reader = Reader("test", take_all, deeds={Deed.POST_CREATE})
    assert (reader.catch_up(now), taken(), reader.backlog()) == (5, [4, 5], 0)


@pytest.mark.parametrize("batch", [1, 3, 10])
def test_killed_after_any_part_of_its_work_it_goes_on_where_it_stood(database, now, batch):
    write_entries(5, now)
    for done_before in range(6):
        reader = Reader("test", dying_after(done_before))
        with pytest.raises(Killed):
            while reader.advance(now, batch):
                pass
            raise Killed
    Reader("test", take_all).catch_up(now)
    assert taken() == [1, 2, 3, 4, 5]


def dying_after(count):
    left = iter(range(count))

    def take_some(entries, now):
        for entry in entries:
            if next(left, None) is None:
                raise Killed
            take(entry, now)
        if next(left, None) is None:
            raise Killed  # all is written but the cursor

    return take_some


def test_two_workers_at_once_take_nothing_twice(database, now):
    write_entries(40, now)
    failures = []

    def work():
        try:
            with db.connection():
                while Reader("test", take_all).advance(now, batch=3):
                    pass
        except Exception as error:
            failures.append(error)

    workers = [Thread_(target=work) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert (failures, taken()) == ([], list(range(1, 41)))


WORKER = """
import sys
from datetime import UTC, datetime
from forum.store import db
from forum.accounts.models import Attempt
from forum.store.readers import Reader

def take(entries, now):
    for entry in entries:
        Attempt.insert(kind="taken", subject=str(entry.id), at=now).execute()
        print(entry.id, flush=True)

db.connect(sys.argv[1])
with db.connection():
    while True:
        Reader("test", take).advance(datetime.now(UTC), batch=3)
"""

KILLS = (1, 2, 3, 5, 4)


def test_a_worker_that_is_killed_again_and_again_while_others_write(database, database_url, now):
    writer = Thread_(target=in_a_connection, args=(write_entries, 60, now))
    writer.start()
    for entries in KILLS:
        kill_after(entries, database_url)
    writer.join()
    Reader("test", take_all).catch_up(now)
    assert taken() == list(range(1, 61))


def in_a_connection(act, *arguments):
    with db.connection():
        act(*arguments)


def kill_after(entries, url):
    """Start a worker and kill it when it is in the midst of some entry."""
    command = [sys.executable, "-c", WORKER, url]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    ) as process:
        for _ in range(entries):
            assert process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.stdout.read()
    assert process.returncode == -signal.SIGKILL


def test_the_worker_goes_on_with_the_other_readers_when_one_fails(database, now, caplog):
    write_entries(3, now)
    readers = (Reader("broken", dying_after(1)), Reader("sound", take_all))
    database.close()
    assert worker.step(readers, FixedClock(now)) == 3
    database.connect()
    assert (taken(), readers[0].backlog(), readers[1].backlog()) == ([1, 2, 3], 3, 0)
    assert "reader broken failed" in caplog.text


def naive_count():
    counted = Counter()
    for board, floor, at in Post.select(Thread.board, Post.floor, Post.created_at).join(Thread).tuples():
        counted[board, at.astimezone(SHANGHAI).date(), "posts"] += 1
        counted[board, at.astimezone(SHANGHAI).date(), "threads"] += floor == 1
    return counted


def stored_count():
    counted = Counter()
    for tally in Tally.select():
        counted[tally.board_id, tally.day, "posts"] += tally.posts
        counted[tally.board_id, tally.day, "threads"] += tally.threads
    return counted


def write_over_some_days(places, cast, rules, now):
    """Questions and replies every seven hours, across midnights of Shanghai and of Greenwich."""
    for step in range(14):
        at = now + timedelta(hours=7 * step)
        board = (places.housing_board, places.roads_board, places.talk_board)[step % 3]
        thread = ask(
            board, actor=cast.asker, now=at, city=rules, title=f"第{step}个题目", text="内容", kind="complaint"
        )
        for reply in range(step % 4):
            posts.reply(thread, actor=cast.neighbour, now=at + timedelta(hours=reply), city=rules, text="支持")


@pytest.mark.parametrize("batch", [1, 4, 500])
def test_the_tallies_are_a_plain_count_whatever_the_batches_and_the_kills(places, cast, rules, now, batch):
    write_over_some_days(places, cast, rules, now)
    sound = tallies.reader(rules)

    def take_and_die(entries, at):
        sound.take(entries, at)
        raise Killed

    while sound.backlog():
        with pytest.raises(Killed):
            Reader(sound.name, take_and_die, sound.deeds).advance(now, batch)
        sound.advance(now, batch)
    assert stored_count() == naive_count()
    assert len({day for _, day, _ in naive_count()}) >= 4


def test_a_reader_with_nothing_to_read_takes_no_writers_turn(database, now, monkeypatch):
    write_entries(1, now)
    reader = Reader("test", take_all)
    reader.catch_up(now)
    monkeypatch.setattr(db, "write", None)
    assert reader.advance(now) == 0


@pytest.mark.parametrize(
    ("batch", "passed", "seconds", "then"),
    [
        (500, 500, 0.2, 250),
        (500, 3, 0.01, 500),
        (100, 100, 0.005, 200),
        (100, 100, 0.015, 100),
        (30, 30, 9, readers.LEAST),
        (1, 1, 9, 1),
        (400, 400, 0, 500),
    ],
)
def test_a_batch_is_as_large_as_fits_into_the_time_for_which_others_may_wait(batch, passed, seconds, then):
    assert readers.next_batch(batch, passed, seconds) == then


def test_what_one_reader_read_the_others_take_without_reading_it_again(database, now):
    write_entries(5, now)
    some = [
        Reader(name, lambda entries, at, name=name: got.append((name, [entry.id for entry in entries])))
        for name in "abc"
    ]
    got = []
    with counted() as statements:
        assert [reader.advance(now, 3) for reader in some] == [3, 3, 3]
    assert got == [(name, [1, 2, 3]) for name in "abc"]
    assert len([sql for sql in statements if " FROM entry WHERE id > " in sql]) == 1
    write_entries(2, now)
    assert [some[0].advance(now, 10), some[1].advance(now, 2), some[2].advance(now, 10)] == [4, 2, 4]
    assert got[3:] == [("a", [4, 5, 6, 7]), ("b", [4, 5]), ("c", [4, 5, 6, 7])]


def test_the_worker_pauses_between_turns_unless_a_reader_has_a_full_batch_to_read(database, now, monkeypatch):
    write_entries(5, now)
    reader, turns, pauses = Reader("pausing", take_all), [], []
    monkeypatch.setattr(readers, "BATCH", 2)
    stop = SimpleNamespace(is_set=lambda: len(pauses) == 2, wait=lambda pause: pauses.append(len(turns)))
    database.close()
    worker.run(lambda now: turns.append("turn") or [reader], FixedClock(now), stop)
    database.connect()
    assert (taken(), pauses) == ([1, 2, 3, 4, 5], [1, 2])


def test_between_two_pauses_only_those_that_have_more_to_do_go_on(database, now):
    pauses, steps = [], []
    work = iter([3, 1, 0, 0])
    keeper = SimpleNamespace(name="keeper", advance=lambda now: steps.append("keeper") or next(work))
    reader = SimpleNamespace(name="reader", batch=9, advance=lambda now: steps.append("reader") or 5)
    stop = SimpleNamespace(is_set=lambda: len(pauses) == 2, wait=pauses.append)
    database.close()
    worker.run(lambda now: [reader, keeper], FixedClock(now), stop)
    database.connect()
    assert steps == ["reader", "keeper", "keeper", "keeper", "reader", "keeper"]
    assert pauses == [worker.pause_after(5)] * 2


def test_the_more_was_read_in_a_turn_the_longer_is_the_pause_but_never_above_two_seconds():
    assert [worker.pause_after(passed) for passed in (0, 25, 75, 10_000)] == [0.5, 1.0, 2.0, 2.0]

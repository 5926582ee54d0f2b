"""What the ledger costs: python tests/bench/ledger.py [--replies 2000] [--entries 1000000] [--folder FOLDER]

Replies are posted through the same action in three ways that take turns in one process: with the leaf and the
commitment; with an entry of the log that binds nothing; and with no entry at all. Then a log of a million entries is
hashed, looked over and signed.
"""

import argparse
import statistics
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from boards.actions.city.structure import get_or_create_board, get_or_create_category
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.actions.steps import recording
from boards.clocks.city import City
from boards.clocks.holidays import chinese_calendar_with
from boards.clocks.policy import load
from forum.accounts import actions as accounts
from forum.accounts.queries import actor_of_account
from forum.config import from_environ
from forum.store import db, log, schema
from forum.store.log import Entry
from moderation.ledger import tile_storage
from moderation.ledger.signing import Signer

NOW = datetime(2026, 11, 22, tzinfo=UTC)
CITY = City(load("quzhou"), chinese_calendar_with(), ZoneInfo("Asia/Shanghai"), screening=False, pacing=False)
TEXT = "三衢路口到实验小学这一段，早上七点半到八点之间车很多，孩子过马路要等很久。请问什么时候能装红绿灯？我的电话是 13800138000，方便的话请回个电话。"
NOTHING = ("0" * 64, "0" * 64)
BATCH = 20  # replies of one way before the next takes its turn


def plain_entry(deed, subject, *, actor, now, acting_role=None, thread=None, post=None, reason=None, **_):
    """An entry for the readers of the log, that binds nothing."""
    number = log.last_entry_number() + 1
    Entry.insert(
        id=number,
        at=now,
        deed=deed.value,
        object="/".join(map(str, subject)),
        thread_id=thread,
        post_id=post,
        actor_id=actor.account,
        role=(acting_role or actor.acting_role()).role.value,
        reason=reason,
        leaf="",
    ).execute()
    return number


WAYS = {"with its leaf": None, "an entry without leaf": plain_entry, "no entry": lambda *_, **__: 0}


@contextmanager
def way(record):
    """Post with `record` in the log's place and without commitments; None is the program as it is."""
    kept = log.record, log.take, recording.commit_to_text
    if record:
        log.record, log.take, recording.commit_to_text = record, lambda after: [], lambda *_: NOTHING
    try:
        yield
    finally:
        log.record, log.take, recording.commit_to_text = kept


def post(thread, actor, times):
    """Seconds (wall, CPU) for each of some replies."""
    measured = []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        posts.reply(thread, actor=actor, now=NOW, city=CITY, text=TEXT)
        measured.append((time.perf_counter() - wall, time.process_time() - cpu))
    return measured


def compare(replies):
    """{way: [(wall, CPU)]}; the ways take turns, each with a thread of its own."""
    account = accounts.open_account("asker", "市民", None, now=NOW)
    actor = actor_of_account(account, NOW)
    board = get_or_create_board("talk", "城事漫谈", get_or_create_category("互动", "discussion", now=NOW), now=NOW)
    threads = {name: ask(board, actor=actor, now=NOW, city=CITY, title="路口", text=TEXT) for name in WAYS}
    found = {name: [] for name in WAYS}
    for _ in range(replies // BATCH):
        for name, record in WAYS.items():
            with way(record):
                found[name] += post(threads[name], actor, BATCH)
    return found


def report(found):
    for name, measured in found.items():
        walls, cpus = zip(*measured, strict=False)
        cuts = statistics.quantiles(walls, n=100)
        print(
            f"{name:24} wall median {statistics.median(walls) * 1000:.2f} ms  p99 {cuts[98] * 1000:.2f} ms  "
            f"CPU mean {statistics.mean(cpus) * 1000:.2f} ms"
        )
    for other in list(WAYS)[1:]:
        for what, place, of in (("wall median", 0, statistics.median), ("CPU mean", 1, statistics.mean)):
            mine, theirs = (of([each[place] for each in found[name]]) for name in ("with its leaf", other))
            print(f"with its leaf / {other}, {what}: {mine / theirs:.2f}")


def fill(entries):
    """Entries with leaves of the usual length, put in at once."""
    start = log.last_entry_number()
    leaf = '{{"commit":"{:064x}","object":"post/{}","prior":"{:064x}","revision":1,"role":"netizen","time":"2026-11-22T00:00:00.000000+00:00","type":"post.create","v":1}}'
    with db.write():
        for first in range(start + 1, entries + 1, 5000):
            rows = [
                (
                    number,
                    NOW.isoformat(" ", "microseconds"),
                    "post.create",
                    f"post/{number}",
                    "netizen",
                    leaf.format(number, number, number),
                )
                for number in range(first, min(first + 5000, entries + 1))
            ]
            db.database.obj.connection().executemany(
                "INSERT INTO entry (id, at, deed, object, role, leaf) VALUES (?, ?, ?, ?, ?, ?)", rows
            )


@contextmanager
def timed(what):
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    print(f"{what}: {time.perf_counter() - wall:.2f} s, CPU {time.process_time() - cpu:.2f} s")


def grow(settings, entries):
    fill(entries)
    with timed(f"hash and sign {entries:,} entries, from none"):
        Signer(settings).catch_up(NOW)
    signer = Signer(settings)
    fill(entries + 1)
    with timed(f"look over all {tile_storage.tiles_stored():,} tiles once after a start, and sign one more entry"):
        signer.catch_up(NOW + timedelta(seconds=2))
    fill(entries + 101)
    taken = []
    for number in range(entries + 102, entries + 202):
        fill(number)
        before = time.perf_counter()
        signer._grow(NOW)
        taken.append(time.perf_counter() - before)
    print(
        f"one more checkpoint at {entries:,}: median {statistics.median(taken) * 1000:.1f} ms, most {max(taken) * 1000:.1f} ms"
    )


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--replies", type=int, default=2000)
    options.add_argument("--entries", type=int, default=1_000_000)
    options.add_argument("--folder", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        settings = from_environ({"WENQU_DATA": f"{folder}/data"})
        for part, argument in (
            (lambda: report(compare(given.replies)), given.replies),
            (lambda: grow(settings, given.entries), given.entries),
        ):
            Path(folder, "data", "wenqu.db").unlink(missing_ok=True)
            schema.upgrade(settings.database)
            opened = db.connect(settings.database)
            with db.connection():
                if argument:
                    part()
            opened.close_all()


if __name__ == "__main__":
    main()

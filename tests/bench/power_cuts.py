"""Cuts the power below SQLite, many times in one run: what was not synced is lost, in part or torn, and what was acknowledged must be there.

    PYTHONPATH=.:tests/bench python tests/bench/power_cuts.py --folder FOLDER [--posts 300] [--cuts 200] [--whole 10] [--seed 1]

A city is served and posted in while a preloaded library (tests/bench/faulty_disk.c) writes each change of its files, and each sync, to a journal.
Afterwards the journal is replayed up to `cuts` random moments. Of each file what was synced is there; what was written since is left out, there, or there in
pieces of 512 bytes, by chance; names of files change in order, as on a file system with a journal. Each state is opened by the program: SQLite's
integrity_check must find nothing, every post that had been acknowledged by then must be there once, and every checkpoint given out by then must be that
of the log's first entries. Of `whole` states `wenqu verify --local` must find nothing, and the search index, which is never synced, must find every post
once its reader has caught up.
"""

import http.client
import json
import random
import secrets
import shutil
import struct
import threading
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import click
from faulty_disk import library
from kills import roots_of
from posting_speed import threads_of
from served_city import PEOPLE, Client, Site, end_at_once, environ_of, run

from boards.models.threads import Revision
from forum.commands.progress import progress
from forum.config import from_environ
from forum.store import db
from forum.store.log import Entry
from search.engines import engine_of
from search.engines.base import EngineQuery
from search.query.language import parse
from search.reader import SearchReader

MARK = "停电演练"
HEAD = struct.Struct("<BIQI")  # of faulty_disk.c: kind, length of the path, offset, length of the data
PIECE = 512  # bytes that a disk writes at once


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    required=True,
    help="Where the city and its states after cuts are made.",
)
@click.option("--posts", default=300, show_default=True)
@click.option("--cuts", default=200, show_default=True)
@click.option("--whole", default=10, show_default=True, help="How many states are verified and searched, too.")
@click.option("--seed", default=1, show_default=True)
def main(folder, posts, cuts, whole, seed):
    chance, folder = random.Random(seed), folder.absolute()
    city, journal = folder / "city", folder / "journal"
    run("demo", environ=environ_of(city))
    disk = Disk(city)
    journal.write_bytes(b"")
    posted = Posted(journal)
    _post(posted, city, journal, library(folder), posts)
    began = min(size for size, _ in posted.texts)
    moments = sorted(chance.randrange(began, journal.stat().st_size) for _ in range(cuts))
    told = Counter()
    with journal.open("rb") as records:
        for number, moment in enumerate(progress(moments, "cuts")):
            disk.replay(records, moment)
            disk.after_cut(folder / "cut", chance)
            told += _checked(folder / "cut" / "city", posted, moment, number % (cuts // whole or 1) == 0)
    click.echo(f"{len(posted.texts)} acknowledged, {len(posted.checkpoints)} checkpoints given out; {dict(told)}")


class Posted:
    """What was given out, each with the length of the journal by then."""

    def __init__(self, journal):
        self.journal, self.texts, self.checkpoints = journal, [], []

    def note(self, where, what):
        """Keep what has been received."""
        where.append((self.journal.stat().st_size, what))


def _post(posted, city, journal, shim, posts):
    shimmed = {"LD_PRELOAD": str(shim), "DRILL_JOURNAL": str(journal), "DRILL_WATCHED": str(city)}
    with ExitStack() as stack:
        site = Site(environ_of(city) | shimmed, workers=1, quiet=True)
        stack.callback(lambda: end_at_once(site.process))
        site.start()
        threads, stopped = threads_of(from_environ(environ_of(city))), threading.Event()
        watch = threading.Thread(target=_watch, args=(posted, site.port, stopped))
        watch.start()
        stack.callback(stopped.set)
        people = [Client(site.port, name, api).sign_in() for name, api in zip(PEOPLE[:2], (False, True), strict=True)]
        for number in progress(range(posts), "posts"):
            text = f"{MARK} {secrets.token_hex(12)}"
            status, place = people[number % 2].reply(threads[number % len(threads)], text)
            assert place, status
            posted.note(posted.texts, text)
        stopped.set()
        watch.join()
        site.stop()


def _watch(posted, port, stopped):
    """Keep each checkpoint that is given out."""
    known = None
    while not stopped.wait(0.3):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/api/v1/ledger")
        told = json.loads(connection.getresponse().read())["checkpoint"]
        if told and told != known:
            posted.note(posted.checkpoints, told)
            known = told
        connection.close()


class File:
    """A file: what is surely on the disk, and the changes since, as (offset, data) or the length that it was cut to."""

    def __init__(self, durable=b""):
        self.durable, self.pending = bytearray(durable), []

    def sync(self):
        """All is on the disk."""
        for change in self.pending:
            _apply(self.durable, change)
        self.pending.clear()

    def left(self, chance, harm):
        """Its bytes after a cut: of the changes since the last sync none, all, or some in pieces."""
        found = bytearray(self.durable)
        for change in self.pending:
            if harm == "all":
                _apply(found, change)
            elif harm == "some" and isinstance(change, int):
                if chance.random() < 0.5:
                    _apply(found, change)
            elif harm == "some":
                offset, data = change
                for at in range(0, len(data), PIECE):
                    if chance.random() < 0.7:
                        _apply(found, (offset + at, data[at : at + PIECE]))
        return found


def _apply(content, change):
    if isinstance(change, int):
        content[change:] = bytes(max(0, change - len(content)))
        return
    offset, data = change
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


class Disk:
    """The files below `city`, and beside it those whose names begin as its own, as the journal tells them."""

    def __init__(self, city):
        self.parent = city.parent
        self.files = {str(path): File(path.read_bytes()) for path in city.rglob("*") if path.is_file()}
        self.files |= {str(path): File(path.read_bytes()) for path in city.parent.glob(f"{city.name}.*")}
        self.at = 0

    def replay(self, records, moment):
        """Go on until the record that goes beyond `moment`."""
        while self.at < moment and (head := records.read(HEAD.size)):
            kind, path, offset, length = HEAD.unpack(head)
            name, data = records.read(path).decode(), records.read(length)
            self.at = records.tell()
            self._change(chr(kind), name, offset, data)

    def _change(self, kind, name, offset, data):
        match kind:
            case "c":
                self.files.setdefault(name, File())
            case "w":
                self.files.setdefault(name, File()).pending.append((offset, data))
            case "t":
                self.files.setdefault(name, File()).pending.append(offset)
            case "s" if name in self.files:
                self.files[name].sync()
            case "u":
                self.files.pop(name, None)
            case "r" if name in self.files:
                self.files[data.decode()] = self.files.pop(name)

    def after_cut(self, folder, chance):
        """Write to `folder` what a cut now would leave."""
        shutil.rmtree(folder, ignore_errors=True)
        harm = chance.choice(("none", "all", "some", "some"))
        for name, file in self.files.items():
            if name.endswith("-shm"):  # is memory, which SQLite makes anew
                continue
            path = folder / Path(name).relative_to(self.parent)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(0o600)
            path.write_bytes(file.left(chance, harm))


def _checked(city, posted, moment, whole):
    """Counter of what was checked; raises AssertionError."""
    settings = from_environ(environ_of(city))
    db.connect(settings.database)
    with db.connection():
        assert db.raw("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = Counter(
            text for (text,) in Revision.select(Revision.text).where(Revision.text.startswith(MARK)).tuples()
        )
        leaves = [leaf.encode() for (leaf,) in Entry.select(Entry.leaf).order_by(Entry.id).tuples()]
    due = [text for size, text in posted.texts if size <= moment]
    lost, doubled = [text for text in due if text not in found], [text for text in found if found[text] > 1]
    assert not lost and not doubled, (moment, lost, doubled)
    given = [told.split("\n")[1:3] for size, told in posted.checkpoints if size <= moment]
    roots = roots_of(leaves, {int(size) for size, _ in given})
    forked = [size for size, root in given if roots.get(int(size)) != root]
    assert not forked, (moment, forked)
    told = Counter(states=1, posts=len(due), checkpoints=len(given))
    if whole:
        told += _searched(settings, len(found))
    db.database.close_all()
    if whole:
        run("verify", "--local", environ=environ_of(city))
        told["verified"] += 1
    return told


def _searched(settings, there):
    """Whether the index finds every post once it has caught up."""
    engine = engine_of(settings)
    with db.connection():
        torn = engine.position() is None
        SearchReader(engine).catch_up(None)
        found = engine.search(EngineQuery(groups=parse(MARK).groups, limit=there + 100))
        if len(found.hits) != there:  # noticed while it was searched
            raise AssertionError(f"{len(found.hits)} of {there} found")
    return Counter(searched=1, indexes_torn=int(torn))


if __name__ == "__main__":
    main()

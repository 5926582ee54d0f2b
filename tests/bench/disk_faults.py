"""Lets the disk of a served city fail in several ways while people read, search and post, and counts afterwards.

    PYTHONPATH=.:tests/bench python tests/bench/disk_faults.py --folder FOLDER [--posts 20] [--only NAME]

Each fault is switched on below the running processes (tests/bench/faulty_disk.c), and off again without a restart. Meanwhile whoever writes
must be told 503 with Retry-After or be acknowledged, readers must be served, a search that cannot know the newest posts must say so on its page
and in the API, and /readyz must not say ready when the index is gone. Afterwards all must go on by itself, everything that was acknowledged be there
once, `wenqu verify --local` find nothing, and the log name the cause, without a traceback.
"""

import errno
import http.client
import json
import re
import secrets
import shutil
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import click
from faulty_disk import FaultyDisk
from posting_speed import threads_of
from served_city import PEOPLE, Client, Site, end_at_once, environ_of, run

from boards.models.threads import Revision
from forum.config import from_environ
from forum.store import db

PATIENCE = 900  # seconds until it counts as not happening
WRONG = (b"is torn", b"cannot rollback", b"Traceback", b"unexpected error")


@dataclass(frozen=True)
class Fault:
    """What fails below `path` of the data folder; `gone` removes that folder first; `named` must stand in the log."""

    name: str
    error: int
    path: str
    named: str
    reading: bool = False
    gone: bool = False

    @property
    def of_search(self):
        """Whether only searching is concerned."""
        return self.path == "search"


FAULTS = (
    Fault("database: I/O errors", errno.EIO, "wenqu.db", "disk I/O error"),
    Fault("database: read-only", errno.EROFS, "wenqu.db", "readonly|read-only|Read-only|disk I/O error"),
    Fault("database: no room", errno.ENOSPC, "wenqu.db", "disk is full"),
    Fault("whole folder: read-only", errno.EROFS, "", "Read-only|readonly|disk I/O error"),
    Fault("index: no room", errno.ENOSPC, "search", "No space left"),
    Fault("index: I/O errors", errno.EIO, "search", "Input/output error"),
    Fault("index: unreadable", errno.EIO, "search", "Input/output error", reading=True),
    Fault("index: removed, no room for another", errno.ENOSPC, "search", "No space left", gone=True),
)


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="A city, or where the demo's is made.")
@click.option("--posts", default=20, show_default=True, help="How many are posted under each fault.")
@click.option("--only", multiple=True, help="Faults whose names begin so, instead of all.")
def main(folder, posts, only):
    folder = folder.absolute()
    environ = environ_of(folder)
    run("demo", environ=environ)
    disk = FaultyDisk(folder.parent)
    with ExitStack() as stack:
        site = Site(environ | disk.environ, workers=1, log=folder.parent / "log.txt")
        stack.callback(lambda: end_at_once(site.process))
        site.start()
        drill = Drill(site, threads_of(from_environ(environ)))
        drill.until(drill.is_ready, "ready")
        for fault in FAULTS:
            if not only or fault.name.startswith(only):
                drill.go_through(fault, disk, folder, posts)
        site.stop()
    click.echo(checked(from_environ(environ), drill.mark, drill.acknowledged))
    click.echo(run("verify", "--local", environ=environ).strip())


class Drill:
    """People beside a site whose disk fails; `acknowledged` are the texts that were."""

    def __init__(self, site, threads):
        self.site, self.threads, self.acknowledged = site, threads, set()
        self.mark = f"磁盘演练 {secrets.token_hex(4)}"
        self.people = [
            Client(site.port, name, api).sign_in() for name, api in zip(PEOPLE[:2], (False, True), strict=True)
        ]

    def go_through(self, fault, disk, folder, posts):
        """One fault: what was answered, and that all is well again."""
        said = self.site.log.stat().st_size
        with disk.failing(fault.error, folder / fault.path, fault.reading):
            if fault.gone:
                shutil.rmtree(folder / fault.path)
            written = Counter(self.post() for _ in range(posts))
            pages = Counter(self.get(path).status for path in ("/", "/boards", f"/threads/{self.threads[0]}") * 3)
            if fault.of_search:
                self.until(self.search_tells, f"{fault.name}: the search says that it is not whole")
            if fault.gone:
                assert self.get("/readyz").status == 503
        self.until(self.is_ready, f"{fault.name}: ready again")
        self.until(lambda: self.post() == "acknowledged", f"{fault.name}: posts are taken again")
        self.until(lambda: not self.search_tells(), f"{fault.name}: the search is whole again")
        log = self.site.log.read_bytes()[said:]
        click.echo(f"{fault.name}: written {dict(written)}, read {dict(pages)}; log: {_kinds(log)}")
        assert set(written) <= {"acknowledged", "told to come again"}, written
        assert set(pages) == {200}, pages
        assert re.search(fault.named.encode(), log), log.decode()[-2000:]
        assert not [words for words in WRONG if words in log], log.decode()[-4000:]
        assert not fault.of_search or set(written) == {"acknowledged"}, written

    def post(self):
        """What became of a new post, by the form and the API in turn."""
        person = self.people[len(self.acknowledged) % 2]
        person.connection.close()  # the server ends those that were idle for long
        text = f"{self.mark} {secrets.token_hex(12)}"
        status, place = person.reply(self.threads[0], text)
        if place:
            self.acknowledged.add(text)
            return "acknowledged"
        return "told to come again" if status == 503 and person.retry_after else f"status {status}"

    def get(self, path):
        """The response, with its `body`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        connection.request("GET", path, headers={"Accept-Language": "zh-CN"})
        answer = connection.getresponse()
        answer.body = answer.read().decode()
        connection.close()
        return answer

    def is_ready(self):
        """Whether /readyz says so."""
        return self.get("/readyz").status == 200

    def search_tells(self):
        """Whether page and API both say that something may not be found."""
        word = quote("路灯")
        page, call = self.get(f"/search?q={word}"), self.get(f"/api/v1/search?q={word}")
        assert (page.status, call.status) == (200, 200), (page.status, call.status)
        found = json.loads(call.body)
        return ("索引" in page.body) and (
            found["rebuilding"] is not None or any("索引" in note for note in found["notes"])
        )

    @staticmethod
    def until(true, what):
        """Wait; raises AssertionError."""
        began = time.monotonic()
        while not true():
            assert time.monotonic() - began < PATIENCE, f"not within {PATIENCE} s: {what}"
            time.sleep(0.2)


def _kinds(log):
    """How often each line of the log stands there, without its time and numbers."""
    lines = (re.sub(r"^\S+ \S+ |\[[^]]*\] ?|\d+", "", line).strip()[:110] for line in log.decode().splitlines())
    return dict(Counter(lines).most_common(8))


def checked(settings, mark, acknowledged):
    """What is there of what was acknowledged; raises AssertionError."""
    db.connect(settings.database)
    with db.connection():
        rows = Revision.select(Revision.text).where(Revision.text.startswith(mark)).tuples()
        there = Counter(text for (text,) in rows)
    db.database.close_all()
    lost, doubled = acknowledged - set(there), [text for text, times in there.items() if times > 1]
    assert not lost and not doubled, (lost, doubled)
    return f"{len(acknowledged)} acknowledged, 0 lost, 0 doubled, {len(set(there) - acknowledged)} never acknowledged"


if __name__ == "__main__":
    main()

"""Kills the processes of `wenqu serve` while several clients post, and counts afterwards.

    PYTHONPATH=. python tests/bench/kills.py --folder FOLDER [--kills 200] [--postgresql] [--every 20]

FOLDER is given the demo's city, if it holds none. Two clients post by the web form and two by the API; one that gets no answer sends the same again
with the same key, as a browser's outbox does, until it is acknowledged. Killed (SIGKILL) are in turn by chance the web processes, the
worker, or both; each `--every`th time everything with the parent; with PostgreSQL also one of its processes, after which it recovers from its
write-ahead log. At the end every acknowledged post must be there exactly once and nothing else, every checkpoint that was given out
must be that of the log's first entries (RFC 6962, computed anew here), and `wenqu verify --local` must find nothing.
"""

import hashlib
import http.client
import json
import random
import secrets
import statistics
import threading
import time
from base64 import b64encode
from contextlib import ExitStack
from itertools import count, cycle
from pathlib import Path

import click
import psutil
from posting_speed import threads_of, until_read
from served_city import PEOPLE, Client, Site, end_at_once, environ_of, postgresql, run

from boards.models.threads import Post, Revision
from forum.commands.progress import progress
from forum.config import from_environ
from forum.store import db
from forum.store.log import Entry

MARK = "停电演练"
BREATH = (0.1, 1.5)  # seconds between two kills


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="A city, or where the demo's is made.")
@click.option("--kills", default=200, show_default=True)
@click.option("--every", default=20, show_default=True, help="How often everything is killed.")
@click.option("--postgresql", "on_postgresql", is_flag=True, help="A durable PostgreSQL of its own instead of SQLite.")
def main(folder, kills, every, on_postgresql):
    with ExitStack() as stack:
        environ, server = environ_of(folder.absolute()), None
        if on_postgresql:
            url, upkeep, server = stack.enter_context(postgresql())
            environ |= {"WENQU_DATABASE": url, "WENQU_DATABASE_UPKEEP": upkeep}
        run("demo", environ=environ)
        settings = from_environ(environ)
        clients = Clients(threads_of(settings))
        site = Site(environ, quiet=True)
        stack.callback(lambda: end_at_once(site.process))
        site.start()
        clients.start(site.port)
        waits = [_killed(site, server, number % every == every - 1) for number in progress(range(kills), "kills")]
        clients.stop()
        until_read(settings)
        site.stop()
        _tell(waits)
        _check(settings, clients)
        click.echo(run("verify", "--local", environ=environ).strip())


class Clients:
    """People who post until they are stopped: `posted` is {text: (how often sent, where it was said to be)}."""

    def __init__(self, threads):
        self.threads, self.posted, self.checkpoints = threads, {}, {}
        self.stopped, self.running = threading.Event(), []

    def start(self, port):
        people = [Client(port, username, number % 2 == 1) for number, username in enumerate(PEOPLE[:4])]
        for client in people:
            client.sign_in()
        works = [lambda client=client: self._post(client) for client in people] + [lambda: self._watch(port)]
        self.running = [threading.Thread(target=work) for work in works]
        for each in self.running:
            each.start()

    def stop(self):
        """Let each finish what it is sending."""
        self.stopped.set()
        for each in self.running:
            each.join()

    def _post(self, client):
        for thread in cycle(self.threads):
            if self.stopped.is_set():
                return
            text, key = f"{MARK} {secrets.token_hex(12)}", secrets.token_hex(16)
            for sent in count(1):
                try:
                    status, place = client.reply(thread, text, key)
                except (OSError, http.client.HTTPException):
                    client.connection.close()
                    time.sleep(0.1)
                    continue
                if place:
                    self.posted[text] = sent, place
                    break
                assert status == 503, status  # the store cannot take it now
                time.sleep(0.1)

    def _watch(self, port):
        """Keep each checkpoint that the site gives out."""
        while not self.stopped.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            try:
                connection.request("GET", "/api/v1/ledger")
                answer = connection.getresponse()
                if answer.status == 200:
                    told = json.loads(answer.read())
                    if told["checkpoint"]:
                        _, size, root, *_ = told["checkpoint"].split("\n")
                        self.checkpoints.setdefault(int(size), set()).add(root)
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()
            time.sleep(0.2)


def _killed(site, server, everything):
    """Seconds until the site answers again after some of its processes were killed."""
    time.sleep(random.uniform(*BREATH))
    if everything:
        site.kill()
        return site.start()
    began = time.monotonic()
    web, worker = site.children()
    chosen = random.choice([web, [worker], [*web, worker]])
    if server and random.random() < 0.2:  # a PostgreSQL that loses a process ends all others and recovers
        chosen = random.sample(server.children(), 1)
    for each in chosen:
        end_at_once(each)
    psutil.wait_procs(chosen, 10)
    site.until_ready(began, 1 + site.workers)
    return time.monotonic() - began


def _tell(waits):
    waits.sort()
    click.echo(
        f"{len(waits)} kills; answers again after {statistics.median(waits):.1f} s, "
        f"95 of 100 within {waits[int(len(waits) * 0.95)]:.1f} s, the longest {waits[-1]:.1f} s"
    )


def _check(settings, clients):
    db.connect(settings.database)
    with db.connection():
        rows = Post.select(Post.id, Post.thread, Post.floor, Revision.text).join(Revision)
        rows = rows.where(Revision.number == 1, Revision.text.startswith(MARK))
        found = {}
        for number, thread, floor, text in rows.tuples():
            found.setdefault(text, []).append((f"/threads/{thread}/floors/{floor}", f"/api/v1/posts/{number}"))
        leaves = [leaf.encode() for (leaf,) in Entry.select(Entry.leaf).order_by(Entry.id).tuples()]
    db.database.close_all()
    lost = [text for text in clients.posted if text not in found]
    doubled = [text for text, places in found.items() if len(places) > 1]
    strange = [text for text in found if text not in clients.posted]
    again = sum(sent > 1 for sent, _ in clients.posted.values())
    click.echo(
        f"{len(clients.posted)} acknowledged, {again} of them after sending again: {len(lost)} lost, {len(doubled)} doubled, "
        f"{len(strange)} never acknowledged"
    )
    roots = roots_of(leaves, set(clients.checkpoints))
    forked = [size for size, told in clients.checkpoints.items() if told != {roots.get(size)}]
    click.echo(
        f"{len(clients.checkpoints)} checkpoints given out, {len(forked)} of another log than the {len(leaves)} entries"
    )
    assert not (lost or doubled or strange or forked)


def roots_of(leaves, sizes):
    """{size: the root of the first leaves in Base64} by RFC 6962, section 2.1."""
    peaks, roots = [], {}
    for number, leaf in enumerate(leaves, 1):
        node, height = hashlib.sha256(b"\0" + leaf).digest(), 0
        while peaks and peaks[-1][1] == height:
            node, height = hashlib.sha256(b"\1" + peaks.pop()[0] + node).digest(), height + 1
        peaks.append((node, height))
        if number in sizes:
            root, *rest = [peak for peak, _ in reversed(peaks)]
            for peak in rest:
                root = hashlib.sha256(b"\1" + peak + root).digest()
            roots[number] = b64encode(root).decode()
    return roots


if __name__ == "__main__":
    main()

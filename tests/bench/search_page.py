"""The results page under a server: CPU of the web process for a page, as a multiple of a bare Flask view with the same bytes.

    PYTHONPATH=. python tests/bench/search_page.py FILE.jsonl [--engine whoosh] [--posts 50000] [--rounds 150]

A city of 200 boards is made in a temporary folder, its posts by recombining the sentences of FILE. Both views are served by the
program's own server in turns, so that what else the machine does meets both alike; printed is the middle one of the turns.
Cold: words of two characters that were not asked for before; warm: asked for again.
"""

import http.client
import json
import random
import re
import statistics
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import quote

import click
import psutil
from flask import Flask
from search_speed import BOARDS, _posts

from boards.models.threads import Board, Category, Department, Post, Revision, Thread
from forum.accounts.models import Account
from forum.app import create_app
from forum.commands.progress import progress
from forum.config import from_environ
from forum.store import db, schema
from forum.web import serving
from search.engines import engine_of
from search.reader import rebuild

FLOORS = 8
PIECE = 500
TURN = 25  # pages


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--engine", "name", type=click.Choice(["whoosh", "tantivy"]), default="whoosh", show_default=True)
@click.option("--posts", default=50_000, show_default=True)
@click.option("--rounds", default=150, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the city here, and use it again.")
def main(file, name, posts, rounds, folder):
    rows = [json.loads(line) for line in file]
    with tempfile.TemporaryDirectory() as temporary:
        folder = folder or Path(temporary)
        settings = from_environ({"WENQU_DATA": str(folder), "WENQU_SEARCH": name, "WENQU_RATE_LIMITS": "off"})
        if not (folder / "made").exists():
            _make(settings, rows, posts)
            (folder / "made").touch()
        asked = [f"/search?q={quote(word)}" for word in dict.fromkeys(_two(rows))][:rounds]
        with _serving(lambda: create_app(settings)) as searching:
            searching.get("/search?q=%E4%B8%80%E4%BA%8C")
            size = len(searching.get(asked[0]))
            with _serving(lambda: _bare(size)) as simple:
                simple.get("/")
                turns = [_turn(searching, simple, asked[start : start + TURN]) for start in range(0, len(asked), TURN)]
            resident = searching.process.memory_info().rss / 1e6
        cold, warm, bare = (statistics.median(figures) for figures in zip(*turns, strict=False))
        times = [statistics.median(turn[which] / turn[2] for turn in turns) for which in (0, 1)]
        click.echo(
            f"{name}, {posts} posts, {size / 1000:.0f} kB a page: cold {cold:.2f} ms CPU = {times[0]:.1f}x, warm {warm:.2f} ms = "
            f"{times[1]:.1f}x a bare view ({bare:.2f} ms); the process is {resident:.0f} MB resident"
        )


def _two(rows):
    words = [word for row in rows for word in re.findall(r"[\u4e00-\u9fff]{2}", row["title"])]
    random.seed(5)
    random.shuffle(words)
    return words


def _turn(searching, simple, paths):
    """Milliseconds of CPU a request: cold, warm, of the bare view."""
    return searching.spent(paths), searching.spent(paths), simple.spent(["/"] * 2 * len(paths))


@contextmanager
def _serving(make):
    """A _Server of the application that `make` makes, in a process of its own."""
    listening = serving.listen("127.0.0.1", 0)
    child = get_context("fork").Process(target=lambda: serving.serve_requests(make(), listening), daemon=True)
    child.start()
    try:
        yield _Server(http.client.HTTPConnection(*listening.getsockname()), psutil.Process(child.pid))
    finally:
        child.terminate()
        child.join()
        listening.close()


class _Server:
    def __init__(self, connection, process):
        self._connection, self.process = connection, process

    def spent(self, paths, headers=None):
        """Milliseconds of CPU that the process needs for each of some pages."""
        before = self._used()
        for path in paths:
            self.get(path, headers)
        return (self._used() - before) / len(paths) * 1000

    def _used(self):
        """Seconds of CPU of all its threads, by Linux's clock of that process (clock_getcpuclockid): psutil's ticks are too coarse."""
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def get(self, path, headers=None):
        """The bytes of a page."""
        answer = self._response("GET", path, headers={"Accept-Language": "zh-CN", **(headers or {})})
        body = answer.read()
        assert answer.status == 200, answer.status
        return body

    def answer(self, method, path, body=None, headers=None):
        """(the cookies that it sets, as a request sends them, its text) of any response."""
        answer = self._response(method, path, body, headers or {})
        given = [cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie") or ()]
        return "; ".join(given), answer.read().decode()

    def _response(self, *asked, **more):
        try:
            return self._once(*asked, **more)
        except ConnectionError:  # ended by the server, which nobody asked for a while
            self._connection.close()
            return self._once(*asked, **more)

    def _once(self, *asked, **more):
        self._connection.request(*asked, **more)
        return self._connection.getresponse()


def _bare(size):
    app, page = Flask("bare"), "x" * size
    app.add_url_rule("/", "page", lambda: page)
    return app


def _make(settings, rows, posts):
    schema.upgrade(settings.database)
    db.connect(settings.database)
    now = datetime(2014, 9, 1, tzinfo=UTC)
    with db.connection():
        with db.write():
            _city(now)
        documents = _posts(rows, posts)
        for start in progress(range(0, posts, PIECE), "posts"):
            with db.write():
                for _ in range(min(PIECE, posts - start)):
                    _post(next(documents), now)
        engine = engine_of(settings)
        engine.create()
        sum(1 for _ in progress(rebuild(engine), "indexing", posts))
    db.database.close_all()


def _city(now):
    Account.create(username="netizen", display_name="市民", name_key="市民", public_id="1", created_at=now)
    category = Category.create(name="部门在线", section="department")
    for number in range(BOARDS):
        department = Department.create(slug=f"d{number}", name=f"第{number}局", short=f"{number}局", level="municipal")
        Board.create(
            slug=f"d{number}", name=f"第{number}局", section="department", category=category, department=department
        )


def _post(document, now):
    thread, floor = divmod(document.id - 1, FLOORS)
    at, official = now + timedelta(minutes=document.id), floor == 1
    author = {"author": 1, "author_name": "市民", "role": "netizen", "created_at": at}
    board = thread % BOARDS + 1
    if not floor:
        Thread.create(
            id=thread + 1,
            board=board,
            title=document.title or "问",
            kind="complaint",
            status="answered",
            department=board,
            answers=1,
            last_at=at,
            last_name="市民",
            **author,
        )
    Post.create(
        id=document.id,
        thread=thread + 1,
        floor=floor + 1,
        path=f"{floor + 1:04}",
        kind="result" if official else "reply",
        department=board if official else None,
        place_thread=thread + 1,
        place_floor=floor + 1,
        place_path=f"{floor + 1:04}",
        **author,
    )
    Revision.create(
        post=document.id,
        number=1,
        text=document.text,
        html=document.text,
        salt="0",
        commitment="0",
        editor=1,
        created_at=at,
    )


if __name__ == "__main__":
    main()
